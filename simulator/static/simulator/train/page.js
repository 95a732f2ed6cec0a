// What the page holds, by its data attributes, and what it says.

export const studio = document.querySelector("[data-studio]");
export const given = JSON.parse(document.getElementById("training").textContent);
const places = new Map(); // found once: a film asks for them 25 times a second
export const find = (name) => places.get(name) ?? places.set(name, studio.querySelector(`[data-${name}]`)).get(name);
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
