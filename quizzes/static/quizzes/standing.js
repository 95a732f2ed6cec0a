// How an answer stands, said at its question: its state at the foot, and at its fields what was read of it.
import { choicesOf } from "../simulator/choices.js";

// tone: whose sign stands before the text, "" for none. What `heard` says stands at the fields already.
export function show(question, [tone, text], words = "", heard = "") {
  const place = question.querySelector("[data-save]");
  const sign = document.getElementById(`sign-${tone}`)?.content.cloneNode(true);
  const unseen = Object.assign(document.createElement("span"), { className: "unseen", textContent: `. ${heard}` });
  place.className = tone ? `sign save is-${tone}` : "sign save";
  place.replaceChildren(...(sign ? [sign] : []), words ? `${text}: ${words}` : text, ...(heard ? [unseen] : []));
}

// What was read, or at each place that cannot be read why; `name` is what the names of the fields have after "answer-".
export function echo(question, { read, unread }, name) {
  clear(question);
  const whole = document.getElementById(`e${name}`);
  if (whole && read) whole.textContent = `We read ${read.replaceAll("-", "−")}`;
  for (const { place, message, choices } of unread) {
    const at = [name, ...place.split(".").filter(Boolean)].join("-"), said = document.getElementById(`e${at}`) ?? whole;
    const field = question.querySelector(`input[name="answer-${at}"]:not([type])`);
    field?.setAttribute("aria-invalid", "true");
    field?.closest(".field").classList.add("bad");
    if (said) said.textContent = message;
    if (said && choices.length) said.after(choicesOf(choices, `answer-${at}`));
  }
}

function clear(question) {
  for (const said of question.querySelectorAll("[data-echo]")) said.textContent = "";
  for (const old of question.querySelectorAll(".choices")) old.remove();
  for (const field of question.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const field of question.querySelectorAll(".field.bad")) field.classList.remove("bad");
}
