// What one drawing may show: one example's numbers by probe, and which of them are open to the learner.
// The numbers come from a trace as POST /api/simulator/trace/ gives it: nothing is computed here.
// The same as simulator/drawing/view.py; a test holds the two together.

export { brief, rounded, sign, subscript, written } from "./writing.js";

const OF_ONE_EXAMPLE = new Set(["x", "y", "z", "a", "da", "slope", "delta", "output", "loss"]);
const GIVEN = new Set(["x", "y", "W", "b"]);
const STAGE = { backward: new Set(["da", "slope", "delta", "dW", "db"]), update: new Set(["W_new", "b_new", "W_change", "b_change", "loss_new"]) };
const GRAMMAR = /^([A-Za-z_]+)(?:\[([\d,]+)\])?(?:@(\d+))?$/;

export const ALL = "all";
export const quantityOf = (probe) => GRAMMAR.exec(probe)?.[1] ?? "";

function exampleOf(probe) {
  return Number(GRAMMAR.exec(probe)?.[3] ?? 1);
}

// [layer, unit] from 0 of the unit that a probe belongs to; the loss is one layer after the last.
export function unitOf(probe, counts) {
  const [, quantity, inside = ""] = GRAMMAR.exec(probe) ?? [];
  const [first, second] = inside.split(",").map((number) => Number(number) - 1);
  if (quantity === "loss" || quantity === "loss_new") return [counts.length, 0];
  if (quantity === "x") return [0, first];
  if (quantity === "y" || quantity === "output") return [counts.length - 1, first];
  return [first + 1, second];
}

function stageOf(probe) {
  return Object.keys(STAGE).find((stage) => STAGE[stage].has(quantityOf(probe))) ?? "forward";
}

// The wanted stage, or forward where the network has no target (no slopes) or no learning rate (no step).
function stageToDraw(wanted, numbers) {
  const needed = { backward: "dW[1,1,1]", update: "W_new[1,1,1]" }[wanted];
  return needed && numbers.get(needed) != null ? wanted : "forward";
}

function opened(known) {
  if (known === ALL) return () => true;
  if (typeof known === "function") return known;
  const probes = new Set(known);
  return (probe) => probes.has(probe);
}

function chosenUnit(chosen, counts) {
  if (!chosen) return null;
  return typeof chosen === "string" ? unitOf(chosen, counts) : [chosen.layer, chosen.unit];
}

export function viewOf(network, trace, { known = [], hidden, fault, chosen = null, stage, plain = false, example }) {
  const several = Array.isArray(network.inputs[0]);
  const counts = [several ? network.inputs[0].length : network.inputs.length, ...network.layers.map((layer) => layer.weights.length)];
  const asValue = (probe) => (probe ?? "").replace(/^output\[/, `a[${counts.length - 1},`);
  const named = [hidden, chosen, fault].find((probe) => typeof probe === "string" && probe);
  const view = { counts, several, hidden: asValue(hidden), fault: asValue(fault), chosen: chosenUnit(chosen, counts), plain };
  view.example = example ?? exampleOf(named ?? "");
  view.numbers = numbersOf(network, trace, view);
  view.stage = stageToDraw(stage || stageOf(view.hidden || view.fault), view.numbers);
  const isKnown = opened(known);
  view.probe = (quantity, ...indices) => `${quantity}${indices.length ? `[${indices}]` : ""}${several && OF_ONE_EXAMPLE.has(quantity) ? `@${view.example}` : ""}`;
  view.isOpen = (probe) => probe !== view.hidden && (GIVEN.has(quantityOf(probe)) || isKnown(probe));
  view.shown = (probe) => {
    const number = view.isOpen(probe) ? view.numbers.get(probe) : null;
    return Number.isFinite(number) ? number : null;
  };
  view.hasChosen = ({ layer, unit }) => view.chosen !== null && view.chosen[0] === layer && view.chosen[1] === unit;
  view.isOf = (probe, { layer, unit }) => {
    const [k, j] = probe ? unitOf(probe, counts) : [];
    return k === layer && j === unit;
  };
  return view;
}

function numbersOf(network, trace, { several, example }) {
  const suffix = several ? `@${example}` : "";
  const own = several ? trace.examples[example - 1] : trace;
  const pick = (rows) => (several ? rows?.[example - 1] : rows) ?? [];
  const numbers = new Map([[`loss${suffix}`, own.loss], ["loss_new", trace.loss_new]]);
  pick(network.inputs).forEach((value, i) => numbers.set(`x[${i + 1}]${suffix}`, value));
  pick(network.target).forEach((value, i) => numbers.set(`y[${i + 1}]${suffix}`, value));
  network.layers.forEach((layer, n) => {
    const shared = trace.layers[n], mine = own.layers[n], k = n + 1;
    for (const name of ["z", "a", "delta"]) mine[name]?.forEach((value, j) => numbers.set(`${name}[${k},${j + 1}]${suffix}`, value));
    for (const [name, row] of [["b", layer.biases], ["b_new", shared.b_new]]) row?.forEach((value, j) => numbers.set(`${name}[${k},${j + 1}]`, value));
    for (const [name, rows] of [["W", layer.weights], ["dW", shared.dW], ["W_new", shared.W_new]])
      rows?.forEach((row, j) => row.forEach((value, i) => numbers.set(`${name}[${k},${j + 1},${i + 1}]`, value)));
  });
  return numbers;
}
