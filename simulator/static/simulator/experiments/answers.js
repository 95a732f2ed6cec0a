// The questions of the page as fields: what was answered, and what is still missing.
import { readNumber } from "./numbers.js";

const NO_NUMBER = "Please enter a number, such as 0.73.", NO_CHOICE = "Please choose one; a guess will do.";

// The answer to a question: a number, or the number of an option from 0; null where nothing can be read.
export function read(form, name, question) {
  if (question.kind === "number") return readNumber(form.elements[name].value);
  const { value } = form.elements[name];
  return value === "" ? null : Number(value);
}

export function fill(form, name, question, value) {
  form.elements[name].value = question.kind === "number" ? String(value).replace("-", "−") : String(value);
}

export function say(form, name, question, value) {
  const words = value !== null ? "" : question.kind === "number" ? NO_NUMBER : NO_CHOICE;
  document.getElementById(`${name}-echo`).textContent = words;
  form.querySelector(`[data-question="${name}"]`).classList.toggle("bad", Boolean(words));
  return !words;
}

export const firstField = (form, name) => form.querySelector(`[name="${name}"]`);

// Nothing can be changed any more: a prediction stays what it was.
export function lock(form, names, isLocked) {
  for (const name of names) for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    if (field.type === "radio") field.disabled = isLocked && !field.checked;
    else field.readOnly = isLocked;
  }
}
