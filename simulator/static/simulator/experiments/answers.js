// The questions of the page as fields: what was answered, and what is still missing.
import { choicesOf } from "../choices.js";
import { readTyped } from "../typed_numbers.js";

const NO_CHOICE = "Choose one. A guess will do.";

const typed = (form, name, question) => readTyped(form.elements[name].value, { isWhole: question.decimals === 0 });

// The answer to a question: a number, or the number of an option from 0; null where nothing can be read.
export function read(form, name, question) {
  if (question.kind === "number") return typed(form, name, question).value;
  const { value } = form.elements[name];
  return value === "" ? null : Number(value);
}

export function fill(form, name, question, value) {
  form.elements[name].value = question.kind === "number" ? String(value).replace("-", "−") : String(value);
}

export function say(form, name, question, value) {
  const { problem, choices } = question.kind === "number" ? typed(form, name, question) : { problem: value === null ? NO_CHOICE : "", choices: [] };
  const place = document.getElementById(`${name}-echo`), box = form.querySelector(`[data-question="${name}"]`);
  box.querySelector(".choices")?.remove();
  place.textContent = problem;
  if (choices.length) place.after(choicesOf(choices));
  box.classList.toggle("bad", Boolean(problem));
  return !problem;
}

export const firstField = (form, name) => form.querySelector(`[name="${name}"]`);

// Nothing can be changed any more: a prediction stays what it was.
export function lock(form, names, isLocked) {
  for (const name of names) for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    if (field.type === "radio") field.disabled = isLocked && !field.checked;
    else field.readOnly = isLocked;
  }
}
