// Shows the parts that a question of this kind has, adds and removes rows, and keeps what is typed until it is sent.
// Without this, all parts and some empty rows are there, and what is empty is ignored.
const form = document.querySelector("[data-author]");
const type = form.querySelector("#id_words-type");
const asked = form.querySelector("#id_answer-kind");

// ---- parts: those of the chosen kind, and whatever has a mistake
export function show() {
  const fits = (words, value) => words.split(" ").includes(value);
  const wrong = (part) => part.querySelector(".bad, .bad-part") !== null;
  for (const part of form.querySelectorAll("details[data-computed]"))
    if ([...part.querySelectorAll("fieldset input, fieldset textarea")].some((field) => field.value)) part.open = true;
  for (const part of form.querySelectorAll("[data-types]")) part.hidden = !fits(part.dataset.types, type.value);
  for (const part of form.querySelectorAll("[data-asked]"))
    part.hidden = !fits(part.dataset.asked, asked.value) && !wrong(part);
  if (type.value === "number") form.querySelector("#draw").open = true;
  if (type.value === "number" && asked.value === "probe") form.querySelector("#network").open = true;
}

for (const note of form.querySelectorAll("[data-scriptless]")) note.hidden = true;
for (const part of form.querySelectorAll("details")) if (part.querySelector(".bad, .bad-part")) part.open = true;
type.addEventListener("change", show);
asked.addEventListener("change", show);
show();

// ---- rows
const rowsOf = (box) => [...box.querySelectorAll(":scope > fieldset")];
const isEmpty = (row) =>
  [...row.querySelectorAll("input, textarea, select")].every((field) =>
    field.type === "checkbox" ? !field.checked : field.value === "",
  );

function number(box) {
  rowsOf(box).forEach((row, place) => {
    for (const word of row.querySelectorAll("[data-number]")) word.textContent = place + 1;
  });
}

function remove(row) {
  const box = row.parentElement;
  const near = row.nextElementSibling ?? row.previousElementSibling;
  row.remove(); // its number stays free: the server takes it for an empty row
  number(box);
  (near?.querySelector("input, textarea") ?? form.querySelector(`[data-add="${box.dataset.rows}"]`)).focus();
}

function rowFrom(name, place) {
  const row = document.querySelector(`#empty-${name}`).content.cloneNode(true);
  for (const node of row.querySelectorAll("*")) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      const value = node.getAttribute(attribute);
      if (value) node.setAttribute(attribute, value.replaceAll("__prefix__", place));
    }
  }
  return row;
}

function append(box) {
  const total = form.querySelector(`#id_${box.dataset.rows}-TOTAL_FORMS`);
  box.append(rowFrom(box.dataset.rows, total.value));
  total.value = Number(total.value) + 1;
}

function add(box) {
  append(box);
  prepare(box);
  rowsOf(box).at(-1).querySelector("input, textarea").focus();
}

// The rows of these numbers, and no others, with empty ones up to the least that the page shows.
export function layOut(box, places, total) {
  for (const row of rowsOf(box)) row.remove();
  for (const place of places) box.append(rowFrom(box.dataset.rows, place));
  form.querySelector(`#id_${box.dataset.rows}-TOTAL_FORMS`).value = total;
  while (rowsOf(box).length < Number(box.dataset.least)) append(box);
  prepare(box);
}

function prepare(box) {
  for (const button of box.querySelectorAll("[data-remove]")) button.hidden = false;
  number(box);
}

for (const box of form.querySelectorAll("[data-rows]")) {
  const filled = rowsOf(box).filter((row) => !isEmpty(row) || row.querySelector(".bad")).length;
  const spare = rowsOf(box).filter((row) => isEmpty(row) && !row.querySelector(".bad"));
  const kept = Math.max(0, Number(box.dataset.least) - filled);
  for (const row of spare.slice(kept)) row.remove();
  prepare(box);
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (button) remove(button.closest("fieldset"));
  });
}

for (const button of form.querySelectorAll("[data-add]")) {
  button.hidden = false;
  button.addEventListener("click", () => add(form.querySelector(`[data-rows="${button.dataset.add}"]`)));
}

// ---- a mistake that the summary names may lie in a part that is folded
for (const link of document.querySelectorAll(".faults a")) {
  link.addEventListener("click", (event) => {
    const target = document.querySelector(link.hash);
    if (!target) return;
    event.preventDefault();
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    (target.matches("input, textarea, select") ? target : (target.querySelector("input, textarea, select") ?? target)).focus();
    target.scrollIntoView({ block: "center" });
  });
}

// ---- nothing typed is lost without a word
let touched = document.querySelector(".outcome .notice, .outcome .preview") !== null;
form.addEventListener("input", () => (touched = true));
form.addEventListener("submit", () => (touched = false));
addEventListener("beforeunload", (event) => {
  if (touched) event.preventDefault();
});
