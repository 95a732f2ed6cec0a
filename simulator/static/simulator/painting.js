// Paints the step that the learner is at: the drawing, the panel with its formula, and the table.
import { bench, current, find, given, progress } from "./bench.js";
import { asked, asMath, breakIfLong } from "./formula.js";
import { written } from "./network.js";
import { paint } from "./paint.js";

const TOO_LARGE = "This value is too large to be written. Choose smaller weights, inputs or learning rate.";

export function paintAll() {
  const wrong = find("wrong");
  if (wrong) wrong.hidden = progress.probe !== given.at;
  sayWhere();
  explain();
  fillGiven();
  fillTable();
  drawNetwork();
  find("form").hidden = !progress.isOpen;
  find("hide-form").hidden = progress.isOpen || progress.step.value === null;
  find("mode").checked = progress.predictsEach;
  find("tally").textContent = progress.tally;
}

export function drawNetwork() {
  const { step } = progress, wrong = find("wrong");
  paint(find("drawing"), current.network, current.trace, {
    stage: ["backward", "update"].includes(step.stage) ? step.stage : "forward",
    known: (probe) => progress.isKnown(probe),
    hidden: progress.isOpen ? step.probe : undefined,
    fault: wrong && !wrong.hidden ? step.probe : undefined,
    chosen: step.probe,
    label: `The network at step ${progress.now + 1}: ${step.title}`,
  });
}

function sayWhere() {
  const { step, now, steps } = progress, stage = step.stage === "given" ? "forward" : step.stage;
  const title = document.createElement("span");
  title.className = "unseen";
  title.textContent = `: ${step.title}`;
  find("count").replaceChildren(`Step ${now + 1} of ${steps.length}`, title);
  find("what").textContent = step.title;
  for (const button of bench.querySelectorAll("[data-stage]")) button.setAttribute("aria-pressed", String(button.dataset.stage === stage));
  find("back").disabled = now === 0;
  find("next").disabled = now === steps.length - 1;
}

// ---- the formula

export function explain() {
  const told = current.trace.explain[progress.probe];
  if (!told) return find("working").replaceChildren(paragraph(TOO_LARGE, ""));
  find("working").replaceChildren(
    paragraph("With symbols", "as"), box(asMath(told.symbols), "Formula with symbols"),
    paragraph("With this network’s numbers", "as"), box(progress.isOpen ? asked(told.numbers) : asMath(told.numbers), "Formula with numbers"),
    paragraph(told.words, "small quiet words"),
  );
  for (const line of find("working").querySelectorAll(".scroll")) breakIfLong(line);
}

function box(math, label) {
  const made = document.createElement("div");
  made.className = "scroll";
  for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]]) made.setAttribute(name, value);
  made.append(math);
  return made;
}

function paragraph(words, className) {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = words;
  return made;
}

// ---- the table

function fillTable() {
  const example = /@\d+/.exec(progress.probe)?.[0];
  for (const cell of bench.querySelectorAll("[data-cell]")) {
    if (example) cell.value = cell.value.replace(/@\d+/, example);
    fill(cell, kindOf(cell.value));
  }
}

function kindOf(probe) {
  if (!progress.isReached(probe)) return "later";
  if (progress.open.has(probe)) return "hidden";
  return probe === progress.probe ? "now" : "reached";
}

function fill(cell, kind) {
  const { value } = progress.steps[progress.indexOf(cell.value)];
  const number = value === null ? "too large" : written(value);
  cell.closest("td").className = `n ${kind}`;
  cell.textContent = { hidden: "?", later: "·" }[kind] ?? number;
  const words = { hidden: "yours to find", later: "not reached" }[kind];
  if (words) cell.setAttribute("aria-label", words);
  else cell.removeAttribute("aria-label");
}

function fillGiven() {
  for (const cell of bench.querySelectorAll("[data-given]")) {
    const [, quantity, list] = /^([Wb])\[([\d,]+)\]$/.exec(cell.dataset.given) ?? [];
    if (!quantity) continue;
    const [k, j, i] = list.split(",").map((number) => Number(number) - 1), { weights, biases } = current.network.layers[k];
    cell.textContent = written(quantity === "W" ? weights[j][i] : biases[j]);
  }
}
