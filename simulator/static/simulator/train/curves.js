// Loss and accuracy by epoch, as SVG text at the size it is seen. Pure: no DOM.
// A run is {film, name, tone}: name is "" where there is only one, tone is "now" or "kept".
import { rounded as r } from "../view.js";

const LEFT = 44, TOP = 16, BOTTOM = 30, LINE = 15;
const HIGHEST = 4; // times the loss at the start; what runs away beyond leaves the plot
const PARTS = ["train", "validation"];

export function plotOf(runs, key, width, height) {
  const curves = runs.flatMap(({ film, name, tone }) => PARTS.filter((part) => film[part]?.[key])
    .map((part) => ({ film, part, tone, name: `${name} ${part}`.trim(), values: film[part][key] })));
  const names = Math.max(0, ...curves.map(({ name }) => name.length)) * 6.6 + 12;
  const right = width - names, bottom = height - BOTTOM;
  const end = Math.max(1, ...runs.map(({ film }) => film.epochs.at(-1)));
  const [high, step] = key === "accuracy" ? [1, 0.25] : scaleFor(highest(curves));
  const start = Math.min(...runs.map(({ film }) => film.epochs[0]));
  const x = (epoch) => LEFT + ((epoch - start) / Math.max(1, end - start)) * (right - LEFT);
  const y = (value) => bottom - (Math.min(value, 2 * high) / high) * (bottom - TOP);
  return { curves, x, y, high, levels: Array.from({ length: Math.round(high / step) + 1 }, (_, i) => i * step), width, height, right, bottom, ticks: ticksOf(start, end) };
}

function highest(curves) {
  const limit = HIGHEST * Math.max(...curves.map(({ values }) => values[0] ?? 0));
  const known = curves.flatMap(({ values }) => values).filter((value) => value !== null && value <= limit);
  return Math.max(1e-6, ...known);
}

const SCALES = [[1, 0.25], [1.5, 0.5], [2, 0.5], [3, 1], [4, 1], [5, 1], [6, 2], [8, 2], [10, 2.5]]; // the top, and a line each

// [top, distance of two lines], for values up to this one.
function scaleFor(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return SCALES.find(([top]) => top * power >= value * 0.999).map((number) => number * power);
}

function ticksOf(start, end) {
  const rough = (end - start) / 4, power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((size) => size >= rough && Number.isInteger(size)) ?? 1;
  const first = Math.ceil(start / step) * step;
  return Array.from({ length: Math.floor((end - first) / step) + 1 }, (_, i) => first + i * step);
}

export function markup(plot, key, label) {
  const levels = plot.levels
    .map((value) => `<path class="grid" d="M${LEFT} ${r(plot.y(value))}H${r(plot.right)}"/><text class="side" x="${LEFT - 6}" y="${r(plot.y(value))}">${levelOf(value, key)}</text>`);
  const epochs = plot.ticks.map((epoch) => `<text class="foot" x="${r(plot.x(epoch))}" y="${plot.height - 12}">${epoch}</text>`);
  const lines = plot.curves.map(({ part, tone, film, values }) => `<path class="curve ${part} of-${tone}" d="${path(plot, film.epochs, values)}"/>`);
  return `<svg class="plot" viewBox="0 0 ${plot.width} ${plot.height}" width="${plot.width}" height="${plot.height}" role="img" aria-label="${label}">`
    + `<defs><clipPath id="inside-${key}"><rect x="0" y="4" width="${plot.width}" height="${r(plot.bottom - 2)}"/></clipPath></defs>`
    + `<g aria-hidden="true">${levels.join("")}${epochs.join("")}<path class="here" data-now/><g clip-path="url(#inside-${key})">${lines.join("")}</g>`
    + `${plot.curves.map(() => `<circle class="you" r="4.5" data-dot/>`).join("")}${namesOf(plot)}${lowest(plot, key)}</g></svg>`;
}

function levelOf(value, key) {
  return key === "accuracy" ? `${value * 100} %` : Number(value.toPrecision(3));
}

function path(plot, epochs, values) {
  let draws = false;
  return values.map((value, i) => {
    const step = value === null ? "" : `${draws ? "L" : "M"}${r(plot.x(epochs[i]))} ${r(plot.y(value))}`;
    draws = value !== null;
    return step;
  }).join("");
}

// Each name at the end of its curve, moved apart where they would touch.
function namesOf(plot) {
  const places = plot.curves.map(({ name, part, tone, film, values }) => {
    const last = values.findLastIndex((value) => value !== null);
    const height = last < 0 ? plot.bottom : Math.min(Math.max(plot.y(values[last]), TOP), plot.bottom);
    return { name, part, tone, x: plot.right + 6, end: plot.x(film.epochs.at(-1)), y: height };
  }).sort((p, q) => p.y - q.y);
  for (let i = 1; i < places.length; i += 1) places[i].y = Math.max(places[i].y, places[i - 1].y + LINE);
  const over = Math.max(0, (places.at(-1)?.y ?? 0) - plot.bottom);
  return places.map(({ name, part, tone, x, y }) => `<text class="name ${part} of-${tone}" x="${r(x)}" y="${r(y - over)}">${name}</text>`).join("");
}

function lowest(plot, key) {
  const curve = plot.curves.findLast(({ part, tone }) => part === "validation" && tone === "now"), best = curve?.film.best;
  if (key !== "loss" || !best || best.epoch === curve.film.epochs.at(-1)) return "";
  const x = plot.x(best.epoch), y = plot.y(best.loss), above = y > TOP + 46;
  const near = x > plot.right - 50 ? "end" : x < LEFT + 50 ? "start" : "middle";
  const to = above ? y - 26 : y + 26;
  return `<path class="mark" d="M${r(x)} ${r(above ? y - 7 : y + 7)}V${r(to)}"/><text class="best ${near}" x="${r(x)}" y="${r(above ? to - 8 : to + 9)}">lowest, epoch ${best.epoch}</text>`;
}

// Where the line of an epoch stands, and the dots on the curves; null where a curve has nothing to show.
export function spotsAt(plot, epoch, frameOf) {
  const x = r(plot.x(epoch));
  const dots = plot.curves.map(({ film, values }) => {
    const frame = frameOf(film), value = values[frame];
    return value === null || value > plot.high * 1.02 ? null : { x: r(plot.x(film.epochs[frame])), y: r(plot.y(value)) };
  });
  return { line: `M${x} ${TOP - 6}V${r(plot.bottom)}`, dots };
}
