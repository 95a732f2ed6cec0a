// A point on the curve of the loss over one weight: it is slid along, or rolls downhill step by step.
import { added, changed, read, trace } from "../../simulator/reckoning.js";
import { rounded, written } from "../../simulator/writing.js";

const ROLL = 450, TEN = 10, REACH = 0.6; // milliseconds of a step; steps; of a tangent, as a share of an eighth of the axis
const MOST_TRAIL = 30;

export function start(figure) {
  const sheet = figure.querySelector("[data-network]"), { weight } = sheet.dataset, network = JSON.parse(sheet.dataset.network);
  const [least, most] = sheet.dataset.x.split(" ").map(Number), [low, high] = sheet.dataset.y.split(" ").map(Number);
  const plot = figure.querySelector("svg.plot"), height = Number(plot.getAttribute("height")), dial = figure.querySelector("input[type=range]");
  const [point, tangent, trail] = [".you", ".tangent", ".trail"].map((name) => plot.querySelector(name));
  const told = figure.querySelectorAll("[data-told] output"), said = figure.querySelector("[data-said]");
  const first = read(network, null, weight), isStepping = dial.name === "rate", quiet = matchMedia("(prefers-reduced-motion: reduce)");
  let w = first, steps = 0, frame = 0;

  function at(where) {
    const traced = trace(changed(network, weight, where));
    return { loss: traced.loss, slope: read(network, traced, `d${weight}`) };
  }

  const along = (value) => `${rounded(((value - least) / (most - least)) * 100)}%`;
  const across = (value) => rounded(height * (1 - (value - low) / (high - low)));
  const isSeen = (where, loss) => where >= least && where <= most && loss <= high;

  function draw(where) {
    const { loss, slope } = at(where), reach = ((most - least) / 8) * REACH, isIn = isSeen(where, loss);
    for (const part of [point, tangent]) part.toggleAttribute("hidden", !isIn);
    if (isIn) {
      set(point, { cx: along(where), cy: across(loss) });
      set(tangent, { x1: along(where - reach), y1: across(loss - slope * reach), x2: along(where + reach), y2: across(loss + slope * reach) });
    }
    [where, loss, slope].forEach((number, i) => { told[i].value = written(number); });
    return { loss, slope };
  }

  function roll(from, to) {
    cancelAnimationFrame(frame);
    if (quiet.matches) return draw(to);
    const begun = performance.now();
    const move = (now) => {
      const share = Math.min(1, Math.max(0, (now - begun) / ROLL));
      draw(from + (to - from) * (1 - (1 - share) ** 3));
      if (share < 1) frame = requestAnimationFrame(move);
    };
    frame = requestAnimationFrame(move);
    return null;
  }

  function leaveMark(where) {
    const { loss } = at(where);
    if (!isSeen(where, loss)) return;
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    set(mark, { cx: along(where), cy: across(loss), r: 4 });
    trail.append(mark);
    if (trail.childElementCount > MOST_TRAIL) trail.firstElementChild.remove();
  }

  function go(count) {
    const from = w, rate = Number(dial.value), before = at(w).loss;
    for (let i = 0; i < count && Math.abs(w) < 1e6; i += 1) {
      leaveMark(w);
      w = added([w, -rate * at(w).slope]);
      steps += 1;
    }
    roll(from, w);
    said.textContent = told_(from, count, rate, before);
  }

  function told_(from, count, rate, before) {
    const { loss } = at(w), way = loss > before ? "Higher than before: this rate leaps across the valley." : loss < 1e-4 ? "It has arrived." : "Lower than before.";
    const one = count === 1 ? `${written(from)} − ${written(rate)} · (${written(at(from).slope)}) = ${written(w)}. ` : "";
    const out = isSeen(w, loss) ? "" : " The point is out of the picture.";
    return `Step ${steps}: ${one}The loss went from ${written(before)} to ${written(loss)}. ${way}${out}`;
  }

  function reset() {
    [w, steps] = [first, 0];
    trail.replaceChildren();
    said.textContent = "";
    cancelAnimationFrame(frame);
    draw(w);
  }

  function slid() {
    const value = written(Number(dial.value));
    dial.parentElement.querySelector("b").textContent = value;
    if (isStepping) return dial.setAttribute("aria-valuetext", value);
    const { loss, slope } = draw(Number(dial.value));
    const way = Math.abs(slope) < 5e-5 ? "It is flat here." : `The slope is ${slope > 0 ? "positive: to go down, w must fall" : "negative: to go down, w must rise"}.`;
    dial.setAttribute("aria-valuetext", `${value}; loss ${written(loss)}, slope ${written(slope)}`);
    said.textContent = way;
    return null;
  }

  dial.addEventListener("input", slid);
  for (const [name, act] of Object.entries({ step: () => go(1), steps: () => go(TEN), reset })) figure.querySelector(`[data-${name}]`)?.addEventListener("click", act);
  draw(w);
  if (dial.value !== dial.defaultValue) slid();
}

function set(part, attributes) {
  for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
}
