// Paints the step that the learner is at: the drawing, the panel with its formula, and the table.
import { NoAnswer, post } from "../api.js";
import { written } from "../network.js";
import { bench, current, find, given, progress, score } from "./bench.js";
import { asked, asMath, breakIfLong } from "./formula.js";
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
  find("stage-form").hidden = progress.left !== null;
  find("tally").textContent = progress.left ? `${score} ${progress.left} of this stage still to find.` : `${score}`;
  find("start-over").hidden = score.isEmpty;
}

export function drawNetwork() {
  const { step } = progress, wrong = find("wrong");
  paint(find("drawing"), current.network, current.trace, {
    stage: ["backward", "update"].includes(step.stage) ? step.stage : "forward",
    known: (probe) => progress.isKnown(probe),
    hidden: progress.isOpen ? step.probe : undefined,
    fault: current.fault || (wrong && !wrong.hidden ? step.probe : undefined),
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
  for (const button of bench.querySelectorAll("[data-example]")) button.setAttribute("aria-pressed", String(exampleNow(button)));
  find("back").disabled = now === 0;
  find("next").disabled = now === steps.length - 1;
}

// Each example's button leads to the quantity of this step; what belongs to all examples has its signal or its loss.
function exampleNow(button) {
  const { example } = button.dataset, { probe } = progress, own = /@(\d+)$/.exec(probe)?.[1];
  const whole = /^(?:W|b|d[Wb])(?:_new|_change)?\[(\d+),(\d+)/.exec(probe);
  const here = own ? probe.replace(/@\d+$/, "") : whole ? `delta[${whole[1]},${whole[2]}]` : "loss";
  button.value = [`${here}@${example}`, `z[1,1]@${example}`].find((each) => progress.indexOf(each) >= 0);
  return example === (own ?? "1");
}

// ---- the formula

export function explain() {
  const { probe, step } = progress, told = current.trace.explain[probe];
  if (told) return write(told);
  if (step.value === null) return find("working").replaceChildren(paragraph(TOO_LARGE, ""));
  return fetchFormula(probe);
}

async function fetchFormula(probe) {
  const { network, trace } = current;
  find("working").setAttribute("aria-busy", "true");
  try {
    const { ok, body } = await post(`${bench.dataset.trace}?${new URLSearchParams({ trace: "0", explain: probe })}`, network);
    if (ok) Object.assign(trace.explain, body.explain);
    if (ok && trace === current.trace && probe === progress.probe) write(body.explain[probe]);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (probe === progress.probe) find("working").replaceChildren(paragraph(`${error.message} To see the formula of this step, choose it again ${error.when}.`, ""));
  }
}

function write(told) {
  find("working").removeAttribute("aria-busy");
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

async function fetchTable() {
  const address = new URLSearchParams({ n: current.address, at: progress.probe, part: "table" }), { probe } = progress;
  const page = await fetch(`${location.pathname}?${address}`).then((response) => response.text()).catch(() => "");
  const table = new DOMParser().parseFromString(page, "text/html").querySelector(".numbers");
  if (!table || probe !== progress.probe) return;
  bench.querySelector(".numbers").replaceWith(table);
  fillTable();
}

const layerOf = (probe) => /\[(\d+),/.exec(probe)?.[1];

// A large network's table holds one layer; the step's own is fetched where it is another.
function hasOtherLayer() {
  const cell = bench.querySelector("[data-cell]"), layer = layerOf(progress.probe);
  return bench.querySelector("[data-note]") && current.address && layer && cell && layer !== layerOf(cell.value);
}

function fillTable() {
  if (hasOtherLayer()) return void fetchTable();
  const example = /@\d+/.exec(progress.probe)?.[0];
  for (const cell of bench.querySelectorAll("[data-cell]")) {
    if (example) cell.value = cell.value.replace(/@\d+/, example);
    fill(cell, kindOf(cell.value));
  }
}

function kindOf(probe) {
  if (progress.open.has(probe)) return "hidden";
  if (!progress.isReached(probe)) return "later";
  return probe === progress.probe ? "now" : "reached";
}

const painted = new WeakMap();

function fill(cell, kind) {
  const { value } = progress.steps[progress.indexOf(cell.value)];
  if (painted.get(cell) === `${kind} ${value}`) return; // of a large table, few cells change at a step
  painted.set(cell, `${kind} ${value}`);
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
