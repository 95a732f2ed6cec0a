// What the page holds, by its data attributes, and what it says.

export const studio = document.querySelector("[data-studio]");
export const given = JSON.parse(document.getElementById("training").textContent);
export const find = (name) => studio.querySelector(`[data-${name}]`);
export const all = (name) => studio.querySelectorAll(`[data-${name}]`);
export const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

export const shows = (name) => find(`show="${name}"`).checked;
export const say = (words) => { find("state").textContent = words; };
export const tell = (...notices) => find("notice").replaceChildren(...notices);

export function button(words, act) {
  const made = document.createElement("button"), line = document.createElement("p");
  Object.assign(made, { type: "button", className: "button", textContent: words });
  made.addEventListener("click", act);
  line.append(made);
  return line;
}
