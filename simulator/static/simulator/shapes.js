// The placed shapes of one drawing. The same as simulator/drawing/{edges,captions,nodes}.py; a test holds them together.
import { at, boxRound, isInside, lengthOf, placeLabels, touch } from "./labels.js";
import { ROOMY_PITCH } from "./layout.js";
import { brief, quantityOf, rounded, sign, subscript } from "./view.js";

const MOST_LABELLED = 16; // edges; of a gap with more, only the chosen unit's numbers are written
const WRITTEN = { forward: "W", backward: "dW", update: "W_new" };
const GIVEN_DECIMALS = 4;
const ARROW = 12; // along the edge

// ---- edges and the numbers on them

export function weightsOf(view, plan, gap) {
  return plan.layers[gap].flatMap((a) => plan.layers[gap + 1].map((b) => weight(view, plan, a, b)));
}

function weight(view, plan, a, b) {
  const place = [b.layer, b.unit + 1, a.unit + 1];
  const [probe, old, change] = [WRITTEN[view.stage], "W", "W_change"].map((quantity) => view.probe(quantity, ...place));
  const asked = [probe, old].includes(view.hidden) || (view.stage === "update" && view.hidden === change);
  let number = view.hidden === old ? null : view.shown(probe);
  let text = asked ? "?" : brief(number, probe === old ? GIVEN_DECIMALS : computedDecimals(plan));
  if (number === null && view.stage === "update") { // the old weight stands until its step
    number = view.shown(old);
    text ||= brief(number, GIVEN_DECIMALS);
  }
  const lit = view.hasChosen(b) || (view.hasChosen(a) && (a.layer === 0 || view.stage === "backward"));
  const fault = [probe, old, change].includes(view.fault);
  // A slope that is not yet known takes the room of one, so that its size tells nothing.
  return { a, b, text: text || "−0.000", probe, number, asked, fault, lit, isWritten: text !== "" };
}

function computedDecimals(plan) {
  if (plan.size.names) return 4;
  return plan.down ? 2 : 3;
}

// What is not to be seen has no say in how thick the rest is drawn.
export const heaviest = (weights) => weights.reduce((most, { number }) => Math.max(most, Math.abs(number ?? 0)), 0) || 1;

export function lineOf(edge, view, plan, largest) {
  const { number, probe } = edge, state = stateOf(edge, view, plan), path = betweenRims(edge, plan);
  const nil = { classes: `edge nil${state}`, probe, path, thickness: 1.2, core: 0, arrow: "" };
  if (!number || (edge.asked && view.stage !== "update")) return nil;
  const thickness = rounded(0.9 + (plan.size.names ? 4.1 : 2.1) * Math.sqrt(Math.abs(number) / largest));
  if (view.stage !== "backward") return { ...nil, classes: `edge ${sign(number)}${state}`, thickness };
  if (view.chosen && !edge.lit && !plan.size.names) return nil;
  const outer = thickness + 3.6; // a slope is a double line with its arrow pointing back
  return { classes: `slope ${sign(number)}${state}`, probe, path, thickness: rounded(outer), core: rounded(outer - 3.2), arrow: arrowOf(edge, plan) };
}

function stateOf(edge, view, plan) {
  if (edge.lit) return " lit";
  if (!view.chosen) return "";
  return plan.size.names ? " dim" : " far";
}

function betweenRims(edge, plan) {
  const share = plan.size.radius / lengthOf(edge), from = at(edge, share), to = at(edge, 1 - share);
  return `M${rounded(from.x)} ${rounded(from.y)}L${rounded(to.x)} ${rounded(to.y)}`;
}

function arrowOf(edge, plan) {
  const length = lengthOf(edge), tip = at(edge, (plan.size.radius + 3) / length);
  const ux = ((edge.b.x - edge.a.x) / length) * ARROW, uy = ((edge.b.y - edge.a.y) / length) * ARROW;
  const corners = [[ux - uy * 0.6, uy + ux * 0.6], [uy * 1.2, -ux * 1.2]];
  return `M${rounded(tip.x)} ${rounded(tip.y)}${corners.map(([dx, dy]) => `l${rounded(dx)} ${rounded(dy)}`).join("")}z`;
}

// The numbers of one gap: all, or those of the chosen unit, or none. `taken` is added to.
export function labelsOf(weights, view, plan, taken) {
  if (view.plain) return [];
  if (view.stage === "backward") for (const edge of weights) {
    if (edge.number && (edge.lit || !view.chosen)) taken.push(boxRound(at(edge, (plan.size.radius + 9) / lengthOf(edge)), 18, 18));
  }
  const needed = weights.filter((edge) => edge.asked || edge.fault), lit = weights.filter((edge) => edge.lit || needed.includes(edge));
  for (const group of [plan.size.names ? weights : [], lit, needed]) {
    if (group.length > MOST_LABELLED) continue;
    const places = placeLabels(group, weights, taken, plan);
    if (!places.length) continue;
    const pairs = group.map((edge, n) => [edge, places[n]]).filter(([edge]) => edge.isWritten);
    taken.push(...pairs.map(([, place]) => place.box));
    return pairs.map(([edge, place]) => {
      const classes = `weight ${edge.asked ? "asked" : sign(edge.number)}${edge.fault ? " fault" : ""}`;
      return boxed(classes, edge.probe, edge.text, place, view.stage === "backward" ? 0 : 8, plan);
    });
  }
  return [];
}

function boxed(classes, probe, text, { x, y, box }, corner, plan) {
  return { classes, probe, text, x: rounded(x), y: rounded(y), ...measured(box), corner, size: plan.size.small };
}

const measured = (box) => ({ left: rounded(box.left), top: rounded(box.top), width: rounded(box.right - box.left), height: rounded(box.bottom - box.top) });

// From each output to the loss, with the target that it is compared with.
export function wiresOf(view, plan, taken) {
  if (!plan.loss) return [[], []];
  const outputs = plan.layers.at(-1);
  const edges = outputs.map((output) => {
    const probe = view.probe("y", output.unit + 1);
    const name = `t${outputs.length > 1 ? subscript(output.unit + 1) : ""}`;
    return { a: output, b: plan.loss, probe, text: `${name} ${probe === view.hidden ? "?" : brief(view.shown(probe), GIVEN_DECIMALS)}` };
  });
  const places = placeLabels(edges, edges, taken, plan);
  const lines = edges.map((edge) => ({ classes: "edge wire", probe: "", path: betweenRims(edge, plan), thickness: 1.2, core: 0, arrow: "" }));
  const tone = ({ probe }) => `weight target${probe === view.hidden ? " asked" : ""}${probe === view.fault ? " fault" : ""}`;
  return [lines, places.map((place, n) => boxed(tone(edges[n]), edges[n].probe, edges[n].text, place, 8, plan))];
}

// ---- captions: the bias on a short edge of its own, and z where there is room

const CAPTION = 12.5; // as the style sheet has it for .caption
const ASKED_CAPTIONS = { b: "b ?", b_new: "new b ?", b_change: "Δb ?", db: "∂L/∂b ?" };
const above = (spot, radius) => ({ x: spot.x, y: spot.y - radius - 17 });
const beside = (spot, radius, width) => ({ x: spot.x + radius + width / 2 + 8, y: spot.y });
const underBeside = (spot, radius, width) => ({ x: spot.x + radius + width / 2 + 8, y: spot.y + 17 });
const below = (spot, radius) => ({ x: spot.x, y: spot.y + radius + 16 });

export function captionsOf(view, plan, taken) {
  const captions = [], lines = [];
  for (const layer of view.plain ? [] : plan.layers.slice(1)) {
    const biases = placeNotes(layer.filter((spot) => hasBias(view, spot)).map((spot) => biasNote(view, spot)), view, plan, taken, plan.down ? [beside, below] : [above]);
    captions.push(...biases.map((placed) => captionOf(placed, view)));
    if (!plan.down) lines.push(...biases.map((placed) => stubOf(placed, plan)));
    captions.push(...placeNotes(sumNotes(view, plan, layer), view, plan, taken, [plan.down ? underBeside : below]).map((placed) => captionOf(placed, view)));
  }
  return [captions, lines];
}

const hasBias = (view, spot) => view.numbers.has(view.probe("b", spot.layer, spot.unit + 1));

function biasNote(view, spot) {
  const place = [spot.layer, spot.unit + 1], old = view.probe("b", ...place), moved = view.probe("b_new", ...place);
  for (const [quantity, text] of Object.entries(ASKED_CAPTIONS)) {
    if (view.hidden === view.probe(quantity, ...place)) return { spot, probe: view.hidden, text, number: view.shown(old), asked: true };
  }
  const fresh = view.stage === "update" ? view.shown(moved) : null;
  const number = fresh ?? view.shown(old);
  return { spot, probe: fresh === null ? old : moved, text: `b ${brief(number, 4)}`, number, asked: false };
}

function sumNotes(view, plan, layer) {
  if (view.stage !== "forward" || plan.size.pitch <= ROOMY_PITCH) return [];
  return layer.map((spot) => {
    const probe = view.probe("z", spot.layer, spot.unit + 1), number = view.shown(probe);
    return { spot, probe, text: `z ${brief(number, 3)}`, number, asked: false };
  }).filter((note) => note.number !== null);
}

// The notes with their boxes at the first side where all fit, else those that must be there, else none.
function placeNotes(notes, view, plan, taken, sides) {
  const needed = notes.filter((note) => view.hasChosen(note.spot) || note.asked || note.probe === view.fault);
  for (const group of [plan.size.names ? notes : [], needed]) for (const side of sides) {
    const boxes = group.map((note) => {
      const width = note.text.length * CAPTION * 0.56 + 4;
      return boxRound(side(note.spot, plan.size.radius, width), width, CAPTION + 3);
    });
    const fits = boxes.every((box, n) => isInside(box, plan) && ![...taken, ...boxes.slice(0, n)].some((other) => touch(box, other)));
    if (!boxes.length || !fits) continue;
    taken.push(...boxes);
    return group.map((note, n) => ({ note, box: boxes[n] }));
  }
  return [];
}

function captionOf({ note, box }, view) {
  const classes = `caption${note.asked ? " asked" : ""}${note.probe === view.fault ? " fault" : ""}`;
  return { classes, probe: note.probe, text: note.text, x: rounded((box.left + box.right) / 2), y: rounded((box.top + box.bottom) / 2), ...measured(box) };
}

function stubOf({ note, box }, plan) {
  const x = rounded(note.spot.x), top = (box.top + box.bottom) / 2 + 7, bottom = note.spot.y - plan.size.radius;
  return { classes: `edge ${sign(note.number)}`, probe: note.probe, path: `M${x} ${rounded(top)}L${x} ${rounded(bottom)}`, thickness: 1.5, core: 0, arrow: "" };
}

// ---- units: a disc holds a value, a square holds a slope; what is to be found holds a question mark

const IN_THE_UNIT = new Set(["x", "z", "a", "da", "slope", "delta", "loss", "loss_new"]);
const SLOPES = new Set(["da", "slope", "delta"]);
const ASKED_NAMES = { z: "z", da: "∂L/∂a", slope: "f′", delta: "δ", y: "t", W: "w", b: "b", db: "∂L/∂b" };
const NUMBERED = new Set(["z", "delta", "y", "b"]);
const LEAST_FONT = 9;
const HALO = 5; // from the rim of the chosen unit; nearer where units stand close together
const haloOf = ({ size }) => Math.min(HALO, size.pitch - 2 * size.radius - 1);

export function nodesOf(view, plan, marks) {
  const spots = [...plan.layers.flat(), ...(plan.loss ? [plan.loss] : [])];
  return spots.map((spot) => nodeOf(spot, insideOf(spot, view, plan, marks), view, plan));
}

function insideOf(spot, view, plan, marks) {
  const isHere = (probe, standsElsewhere) => view.isOf(probe, spot) && (IN_THE_UNIT.has(quantityOf(probe)) || !standsElsewhere);
  const asked = isHere(view.hidden, marks.asked), wanted = asked ? quantityOf(view.hidden) : "";
  const back = view.stage === "backward" && spot.layer > 0 && spot !== plan.loss && !["a", "z"].includes(wanted);
  const square = back || SLOPES.has(wanted);
  const quantity = square ? "delta" : valueOf(spot, view, plan);
  const probe = view.probe(quantity, ...indicesOf(spot, quantity));
  const name = wanted in ASKED_NAMES ? ASKED_NAMES[wanted] + (NUMBERED.has(wanted) ? subscript(spot.unit + 1) : "") : nameOf(spot, quantity, plan);
  const number = asked || view.plain ? null : view.shown(probe);
  const rough = Math.abs(number ?? 0) >= 10 ? 0 : 1; // a 0.97 must not read as 1 for want of room
  const [decimals, fewest] = quantity === "x" ? [GIVEN_DECIMALS, GIVEN_DECIMALS] : [(plan.size.names ? 3 : 2) + square, rough];
  return { probe, name, number, decimals, fewest, asked, fault: isHere(view.fault, marks.fault), square };
}

function valueOf(spot, view, plan) {
  if (spot !== plan.loss) return spot.layer ? "a" : "x";
  const isNew = view.stage === "update" && !view.several && (view.isOpen("loss_new") || view.hidden === "loss_new");
  return isNew ? "loss_new" : "loss";
}

function indicesOf(spot, quantity) {
  if (quantity === "loss" || quantity === "loss_new") return [];
  return spot.layer ? [spot.layer, spot.unit + 1] : [spot.unit + 1];
}

function nameOf(spot, quantity, plan) {
  const number = subscript(spot.unit + 1);
  if (quantity === "loss") return "L";
  if (quantity === "loss_new") return "new L";
  if (quantity === "delta") return `δ${number}`;
  if (spot.layer === plan.layers.length - 1) return `y${plan.layers.at(-1).length > 1 ? number : ""}`;
  return (spot.layer ? "h" : "x") + number;
}

function nodeOf(spot, inside, view, plan) {
  const { size } = plan, { radius } = size, isChosen = view.hasChosen(spot);
  const value = inside.asked && radius >= 7 ? "?" : fitted(inside, plan);
  const isNamed = radius >= 10 && ((size.names && radius >= 21) || (spot === plan.loss && !value));
  const name = isNamed && !view.plain ? inside.name : "";
  const font = inside.asked ? size.font + (name ? 3 : 5) : Math.min(size.font, fit(value, plan));
  const [lift, drop] = inside.asked ? [0.5, 0.34] : [0.42, 0.24];
  const outline = inside.square ? square : disc;
  return {
    classes: classesOf(spot, inside, view, plan),
    probe: inside.probe,
    x: rounded(spot.x),
    y: rounded(spot.y),
    radius: rounded(radius),
    body: outline(spot, radius),
    halo: isChosen ? outline(spot, radius + haloOf(plan)) : "",
    name,
    name_y: rounded(spot.y - (value ? radius * lift : 0)),
    name_size: size.small - 0.5,
    value,
    value_y: rounded(spot.y + (name ? radius * drop : 0)),
    value_size: rounded(Math.min(font, radius * 1.2)),
  };
}

function disc({ x, y }, radius) {
  const reach = rounded(radius), width = rounded(2 * reach); // exactly twice: a chord a little short makes an egg of the arcs
  const arc = `a${reach} ${reach} 0 1 0 `;
  return `M${rounded(x - radius)} ${rounded(y)}${arc}${width} 0${arc}${-width} 0z`;
}

function square({ x, y }, radius) { // a little lower than wide, so that it is no larger than a disc to the eye
  return `M${rounded(x - radius)} ${rounded(y - radius + 2)}h${rounded(2 * radius)}v${rounded(2 * radius - 4)}h${rounded(-2 * radius)}z`;
}

// Fewer decimals before smaller type; no number at all before unreadable type.
function fitted(inside, plan) {
  let { decimals } = inside, text = brief(inside.number, decimals);
  while (fit(text, plan) < 10 && decimals > inside.fewest) text = brief(inside.number, decimals -= 1);
  return fit(text, plan) >= LEAST_FONT ? text : "";
}

const fit = (text, plan) => (2 * plan.size.radius - (plan.size.names ? 12 : 6)) / (text.length * 0.6 || 1);

function classesOf(spot, inside, view, plan) {
  const states = {
    chosen: view.hasChosen(spot), asked: inside.asked, unknown: inside.number === null && !inside.asked && !view.plain,
    fault: inside.fault, input: spot.layer === 0, back: inside.square, loss: spot === plan.loss,
  };
  return ["node", ...Object.keys(states).filter((name) => states[name])].join(" ");
}
