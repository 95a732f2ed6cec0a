// What a text with two meanings could be, as buttons that are named and valued like the field that they answer for.
import { element } from "./elements.js";

const WHICH = "Which one do you mean?";

export function choicesOf(choices, name = "") {
  const buttons = choices.map((text) => element("button", text.replaceAll("-", "−"), { type: "button", class: "button", name, value: text }));
  return element("span", buttons, { class: "row choices", role: "group", "aria-label": WHICH });
}

// The button of a choice that was pressed, if it is one.
export const choiceAt = (event) => event.target.closest?.(".choices button") ?? null;

// In a form the script takes the choice: the buttons of the server's page have no part in it, and `chosen` is told of the field.
export function takeChoices(form, chosen) {
  for (const button of form.querySelectorAll(".choices button")) button.removeAttribute("name");
  form.addEventListener("click", (event) => {
    const button = choiceAt(event);
    if (!button) return;
    event.preventDefault();
    const field = button.closest(".field").querySelector("input");
    choose(button, field);
    chosen(field);
  });
}

// Puts a choice into its field.
export function choose(button, field) {
  field.value = button.value;
  field.focus();
}
