// What was typed and not yet published is kept in this browser, and offered again after a crash or a lost sign-in.
// Signing out takes it away (page.js). It comes back into the form itself, whatever the server would say of it.
import { layOut, show } from "./authoring.js";

const form = document.querySelector("[data-author]");
const offer = document.querySelector("[data-draft]");
const key = `draft:author:${form.dataset.author}`;
const secret = "csrfmiddlewaretoken";

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};
const write = (entries) => {
  try {
    if (entries) localStorage.setItem(key, JSON.stringify(entries));
    else localStorage.removeItem(key);
  } catch {} // a browser that keeps nothing warns before it leaves the page
};
const typed = () => [...new FormData(form)].filter(([name]) => name !== secret);

// ---- back into the form: its rows first, then what was typed, then the parts that this type of question has
function bringBack(entries) {
  for (const box of form.querySelectorAll("[data-rows]")) {
    const name = box.dataset.rows;
    const numbers = entries.map(([field]) => field.match(`^${name}-(\\d+)-`)?.[1]).filter(Boolean);
    const total = entries.find(([field]) => field === `${name}-TOTAL_FORMS`)?.[1];
    if (total !== undefined) layOut(box, new Set(numbers), total);
  }
  for (const field of form.elements) {
    if (field.name && field.name !== secret) fill(field, entries.filter(([name]) => name === field.name));
  }
  for (const [name, value] of entries) offerAgain(name, value);
  show();
  form.dispatchEvent(new Event("input"));
  offer.hidden = true;
  form.querySelector("#id_words-prompt").focus();
}

function fill(field, entries) {
  const values = entries.map(([, value]) => value);
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (values.length && field.type !== "submit") field.value = values[0];
}

// A misconception that was chosen for another question than the page knows has no box yet.
function offerAgain(name, value) {
  const groups = form.querySelector(`[id="id_${name}"] .groups`);
  if (!groups || groups.querySelector(`input[value="${CSS.escape(value)}"]`)) return;
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value, checked: true });
  label.className = "tick";
  label.append(box, ` ${value}`);
  groups.append(label);
}

const published = document.querySelector("main > .notice.is-right");
if (published) {
  try {
    for (const name of [key, "draft:author:new"]) localStorage.removeItem(name);
  } catch {}
}
const draft = read();
const sent = document.querySelector(".outcome .notice, .outcome .preview");
if (draft && !sent && JSON.stringify(draft) !== JSON.stringify(typed())) {
  offer.hidden = false;
  offer.querySelector("[data-bring-back]").addEventListener("click", () => bringBack(draft));
  offer.querySelector("[data-discard]").addEventListener("click", () => {
    write(null);
    offer.hidden = true;
  });
}

let touched = false;
let later;
const keep = () => touched && write(typed());
form.addEventListener("input", () => {
  touched = true;
  clearTimeout(later);
  later = setTimeout(keep, 500);
  offer.hidden = true; // what is typed now takes its place
});
form.addEventListener("submit", keep);
addEventListener("pagehide", keep);
