// Draws a network with its trace, both in the API's JSON form, as SVG markup. Pure: no DOM, no clock, no chance.
// Without JavaScript the server writes the same drawing (simulator/drawing); a test holds the two together.
//
// draw(network, trace, options) → text · place(network, trace, options) → shapes · layout(network, width) → positions
// options: width · known (probes, or probe → boolean, or "all"; inputs, targets, weights and biases are always known)
//   hidden (the probe to find, never shown) · fault (the probe of a wrong step) · chosen (any probe of the unit in focus)
//   stage (forward, backward, update) · example (from 1) · plain (no numbers) · interactive (units are buttons) · label
import { layout as layoutOf } from "./layout.js";
import { boxRound } from "./labels.js";
import { captionsOf, heaviest, labelsOf, lineOf, nodesOf, weightsOf, wiresOf } from "./shapes.js";
import { rounded, unitOf, viewOf, written } from "./view.js";

export { ALL, unitOf, written } from "./view.js";

const hasLoss = (network, plain) => Boolean(network.loss && network.target) && !plain;

export function layout(network, width, { plain = false } = {}) {
  const inputs = Array.isArray(network.inputs[0]) ? network.inputs[0] : network.inputs;
  return layoutOf([inputs.length, ...network.layers.map((layer) => layer.weights.length)], width, { loss: hasLoss(network, plain) });
}

export function place(network, trace, { width = 680, ...options } = {}) {
  return shapesOf(viewOf(network, trace, options), layout(network, width, options));
}

function shapesOf(view, plan) {
  const spots = [...plan.layers.flat(), ...(plan.loss ? [plan.loss] : [])];
  const taken = spots.map((spot) => boxRound(spot, ...Array(2).fill(2 * plan.size.radius + (view.hasChosen(spot) ? 14 : 6))));
  const [captions, stubs] = captionsOf(view, plan, taken);
  const gaps = plan.layers.slice(1).map((_, gap) => weightsOf(view, plan, gap));
  const largest = heaviest(gaps.flat());
  const labels = gaps.flatMap((gap) => labelsOf(gap, view, plan, taken));
  const [wires, targets] = wiresOf(view, plan, taken);
  // What belongs to the chosen unit lies on top.
  const edges = gaps.flatMap((gap) => [...gap].sort((p, q) => p.lit - q.lit).map((edge) => lineOf(edge, view, plan, largest)));
  const shown = [...captions, ...labels, ...targets];
  const having = (mark) => shown.filter((shape) => shape.classes.split(" ").includes(mark));
  return {
    width: plan.width,
    height: plan.height,
    stage: view.stage,
    lines: [...edges, ...wires, ...stubs],
    slips: having("fault").map(slipOf),
    captions,
    labels: [...labels, ...targets],
    nodes: nodesOf(view, plan, { asked: having("asked").length > 0, fault: having("fault").length > 0 }),
  };
}

const slipOf = ({ left, top, width, height }) => ({ left: rounded(left - 3), top: rounded(top - 3), width: rounded(width + 6), height: rounded(height + 6) });

// ---- writing

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => String(text).replace(/[&<>"']/g, (letter) => ESCAPES[letter]);

function element(name, attributes, inner = "") {
  const given = Object.entries(attributes).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return `<${name}${given.map(([key, value]) => ` ${key}="${escaped(value)}"`).join("")}>${inner}</${name}>`;
}

export function draw(network, trace, { width = 680, interactive = false, label = "", ...options } = {}) {
  const view = viewOf(network, trace, options), plan = layout(network, width, options), drawing = shapesOf(view, plan);
  const behind = [
    ...drawing.lines.map(lineMarkup),
    ...drawing.slips.map(({ left, top, ...size }) => element("rect", { class: "slip", x: left, y: top, ...size })),
    ...drawing.captions.map((caption) => textMarkup(caption.classes, caption, caption.text, interactive ? { "data-probe": caption.probe } : {})),
    ...drawing.labels.map((item) => labelMarkup(item, interactive)),
  ];
  const tabbed = drawing.nodes.find((node) => node.halo) ?? drawing.nodes[0]; // one stop for the Tab key; arrows go on
  const nodes = drawing.nodes.map((node) => nodeMarkup(node, interactive ? buttonOf(node, view, node === tabbed) : {}));
  const edges = interactive ? drawing.lines.filter(({ probe }) => probe).map((line) => hitMarkup(line, view)) : [];
  const frame = { class: `network ${drawing.stage}`, viewBox: `0 0 ${drawing.width} ${drawing.height}`, width: drawing.width, height: drawing.height };
  const words = label || `Network with layers of ${view.counts.join(", ")} units`;
  return element("svg", { ...frame, "data-flow": plan.down ? "down" : "right", role: interactive ? "group" : "img", "aria-label": words },
    element("g", { "aria-hidden": "true" }, behind.join("") + (interactive ? "" : nodes.join(""))) + edges.join("") + (interactive ? nodes.join("") : ""));
}

function lineMarkup({ classes, path, thickness, core, arrow }) {
  if (!arrow) return element("path", { class: classes, d: path, "stroke-width": thickness });
  const parts = [["rail", path, thickness], ["core", path, core], ["arrow", arrow]];
  return element("g", { class: classes }, parts.map(([name, d, wide]) => element("path", { class: name, d, "stroke-width": wide })).join(""));
}

const HIT = 20; // px across: a thin line is hard to hit, so a wide unseen one over it is the button
const MOST_BUTTONS = 120; // edges; of more, those of the chosen unit are buttons for the keyboard, and all for the pointer

function hitMarkup({ path, probe, classes }, view) {
  const [layer, unit, input] = numbersIn(probe), few = edgesOf(view.counts) <= MOST_BUTTONS || classes.includes(" lit");
  const way = input ? { "data-from": `${layer - 1}.${input - 1}`, "data-to": `${layer}.${unit - 1}` } : {};
  const button = few && input ? { role: "button", tabindex: "-1", "aria-label": spokenEdge(probe, view), ...way } : { "aria-hidden": "true" };
  return element("path", { class: "hit", d: path, "data-probe": probe, "stroke-width": HIT, ...button });
}

const numbersIn = (probe) => /\[([\d,]+)\]/.exec(probe)[1].split(",").map(Number);
const edgesOf = (counts) => counts.slice(1).reduce((sum, count, i) => sum + count * counts[i], 0);
const EDGES = { W: "Weight", dW: "Slope of the weight", W_new: "New weight" };

function spokenEdge(probe, view) {
  const [layer, unit, input] = numbersIn(probe), name = EDGES[probe.slice(0, probe.indexOf("["))];
  return `${name} from ${unitName(layer - 1, input, view)} to ${unitName(layer, unit, view)}: ${said(view, probe)}`;
}

function unitName(layer, unit, view) {
  const last = view.counts.length - 1;
  if (layer === 0) return `input ${unit}`;
  if (layer === last) return `output${view.counts[last] > 1 ? ` ${unit}` : ""}`;
  return `layer ${layer}, unit ${unit}`;
}

const textMarkup = (classes, { x, y }, text, more = {}) => element("text", { class: classes, x, y, ...more }, escaped(text));

function labelMarkup({ classes, probe, text, x, y, left, top, width, height, corner, size }, interactive) {
  return element("g", { class: classes, "data-probe": interactive ? probe : "" },
    element("rect", { x: left, y: top, width, height, rx: corner }) + textMarkup("", { x, y }, text, { "font-size": size }));
}

function nodeMarkup(node, button) {
  return element("g", { class: node.classes, ...button },
    (node.halo ? element("path", { class: "halo", d: node.halo }) : "") + element("path", { class: "body", d: node.body })
    + (node.name ? textMarkup("name", { x: node.x, y: node.name_y }, node.name, { "font-size": node.name_size }) : "")
    + (node.value ? textMarkup("value", { x: node.x, y: node.value_y }, node.value, { "font-size": node.value_size }) : ""));
}

function buttonOf(node, view, isTabbed) {
  const unit = unitOf(node.probe, view.counts).join(".");
  return { role: "button", tabindex: isTabbed ? "0" : "-1", "data-probe": node.probe, "data-unit": unit, "aria-pressed": String(node.halo !== ""), "aria-label": spoken(node, view) };
}

// A unit in words; it tells no more than the drawing may show.
function spoken({ probe }, view) {
  const [layer, unit] = unitOf(probe, view.counts), place = [layer, unit + 1], last = view.counts.length - 1;
  if (layer > last) return `Loss${probe === "loss_new" ? " after the update" : ""}: ${said(view, probe)}`;
  const words = unitName(layer, unit + 1, view), name = words[0].toUpperCase() + words.slice(1);
  if (layer === 0) return `${name}: ${said(view, probe)}`;
  const quantities = [["z", "z"], ["a", "value"], ...(view.stage === "backward" ? [["delta", "delta"]] : [])];
  const parts = quantities.map(([quantity, word]) => [word, view.probe(quantity, ...place)])
    .filter(([, each]) => each === view.hidden || view.shown(each) !== null).map(([word, each]) => `${word} ${said(view, each)}`);
  return `${name}: ${parts.join(", ") || "not yet known"}`;
}

function said(view, probe) {
  if (probe === view.hidden) return "for you to find";
  const number = view.shown(probe);
  return number === null ? "not yet known" : written(number);
}
