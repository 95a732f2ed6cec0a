// The form of the settings: layers come and go, a file can be dropped, and what is wrong is said at its control.
import { choicesOf, takeChoices } from "../choices.js";
import { decoded } from "./decoding.js";
import { readNumber } from "../typed_numbers.js";
import { keepOwn, keptOwn } from "./own.js";

const PAUSE = 300; // milliseconds in which several presses of + are one change
const MOST_BYTES = 200_000, TOO_LARGE = "This is more than 200 KB. Leave points out: at most 1,000 fit.";

const wholeIn = (field) => readNumber(field.value, { isWhole: true }) ?? 0;

export class Settings {
  // `changed` is called when something else is to be trained, `wanted` when somebody asks to see it, `invited` when there
  // is nothing to train yet.
  constructor(form, { changed, wanted, invited }) {
    Object.assign(this, { form, wanted, invited, isWanted: false });
    this.layers = form.querySelector("[data-layers]");
    this.pattern = form.querySelector("[data-pattern]");
    this.changed = changed;
    form.addEventListener("change", () => this.soon());
    form.addEventListener("click", ({ target }) => this.press(target.closest("button")));
    takeChoices(form, () => this.now());
    form.addEventListener("submit", (event) => {
      if (event.submitter?.value === "code") return; // a download, which the server makes
      event.preventDefault();
      this.isWanted = this.now();
    });
    this.takeFiles();
    this.count();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  // Whether there is something to train.
  now() {
    clearTimeout(this.timer);
    keepOwn(this.form);
    const { value } = this.control("data.csv"), isInvited = this.isOwn && !value.trim(), isTooLarge = new Blob([value]).size > MOST_BYTES;
    if (isInvited) this.invite();
    else if (isTooLarge) this.showErrors({ "data.csv": [TOO_LARGE] });
    else this.changed();
    return !isInvited && !isTooLarge;
  }

  get isOwn() {
    return this.control("data.set").value === "own";
  }

  // Nothing was pasted yet, which is no fault.
  invite() {
    this.showErrors({});
    this.invited();
  }

  // The own data of this tab; true where it comes with its settings, as they were trained before the page was left.
  restore(isWhole) {
    const entries = keptOwn(), values = new Map(entries);
    if (!entries.length) return false;
    this.control("data.csv").value = values.get("data.csv");
    if (!isWhole || values.get("data.set") !== "own") return false;
    this.fill(entries, values);
    return true;
  }

  fill(entries, values) {
    const hidden = entries.filter(([name]) => name.endsWith("].units")).length;
    while (this.layers.children.length < hidden) this.addLayer();
    while (this.layers.children.length > hidden) this.removeLayer();
    clearTimeout(this.timer);
    for (const control of this.form.elements) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = entries.some(([name, value]) => name === control.name && value === control.value);
      else if (values.has(control.name)) control.value = values.get(control.name);
    }
  }

  clear() {
    this.control("data.csv").value = "";
    this.now();
    this.control("data.csv").focus();
  }

  control(name) {
    return this.form.elements.namedItem(name);
  }

  set(name, value) {
    this.control(name).value = value;
    this.now();
  }

  press(button) {
    if (!button) return;
    const { dataset } = button;
    if ("moreUnits" in dataset || "fewerUnits" in dataset) this.resize(button, "moreUnits" in dataset ? 1 : -1);
    else if ("clear" in dataset) this.clear();
    else if ("another" in dataset) this.set("seed", wholeIn(this.control("seed")) + 1);
  }

  resize(button, step) {
    const field = button.closest("[data-layer]").querySelector("input");
    field.value = Math.min(Math.max(wholeIn(field) + step, 1), Number(this.layers.dataset.mostUnits));
    this.soon();
  }

  // A further layer is as the one before it.
  addLayer() {
    const rows = this.layers.children, row = this.pattern.content.firstElementChild.cloneNode(true), before = rows[rows.length - 1];
    row.innerHTML = row.innerHTML.replace(/layers([[-])\d+/g, `layers$1${rows.length}`).replace(/(layer )\d+/g, `$1${rows.length + 1}`);
    row.querySelector("[data-number]").textContent = rows.length + 1;
    for (const part of row.querySelectorAll("[data-with-script]")) part.hidden = false;
    if (before) for (const kind of ["input", "select"]) row.querySelector(kind).value = before.querySelector(kind).value;
    this.layers.append(row);
    this.count();
    this.soon();
  }

  removeLayer() {
    this.layers.lastElementChild?.remove();
    this.count();
    this.soon();
  }

  count() {
    const [add, remove] = ["add-layer", "remove-layer"].map((name) => this.form.querySelector(`[data-${name}]`));
    add.disabled = this.layers.children.length >= Number(this.layers.dataset.mostLayers);
    remove.disabled = !this.layers.children.length;
    if (add.type === "button") return;
    for (const button of [add, remove]) button.type = "button";
    add.addEventListener("click", () => this.addLayer());
    remove.addEventListener("click", () => this.removeLayer());
  }

  takeFiles() {
    const field = this.control("data.csv");
    this.form.addEventListener("dragover", (event) => event.preventDefault());
    this.form.addEventListener("drop", async (event) => {
      const [file] = event.dataTransfer.files;
      if (!file) return;
      this.form.querySelector("[value=own]").checked = true;
      event.preventDefault();
      if (file.size > MOST_BYTES) return this.showErrors({ "data.csv": [TOO_LARGE] });
      const { text, problem } = decoded(await file.arrayBuffer());
      if (problem) return this.showErrors({ "data.csv": [problem] });
      field.value = text;
      this.now();
    });
  }

  // What came of the settings. Who pressed Train is led to the film, or to the first fault.
  answer(errors, choices) {
    this.showErrors(errors, choices);
    if (!this.isWanted) return;
    this.isWanted = false;
    const first = this.form.querySelector(".bad :is(input, select, textarea)");
    if (first) first.focus();
    else this.wanted();
  }

  // ---- what is wrong

  showErrors(errors, choices = {}) {
    for (const field of this.form.querySelectorAll(".field")) this.mark(field, errors, choices);
    this.form.querySelector("[data-feature-words]").textContent = (errors.features ?? []).join(" ");
    const first = this.form.querySelector(".bad :is(input, select, textarea)");
    const more = this.form.querySelector("[data-more]");
    if (first && more.contains(first)) more.open = true;
  }

  mark(field, errors, choices) {
    const control = field.querySelector("input, select, textarea"), words = errors[control.name] ?? [], echo = field.querySelector(".echo");
    field.classList.toggle("bad", words.length > 0);
    if (words.length) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    echo?.replaceChildren(...words.map((sentence) => {
      const line = document.createElement("span");
      line.textContent = `${sentence} `;
      return line;
    }));
    field.querySelector(".choices")?.remove();
    const both = choices[control.name] ?? [];
    if (both.length) field.append(choicesOf(both));
  }
}
