// A plot as data → SVG text. Pure; the shape of the data: simulator/experiments/plots.py. Type is never scaled: one unit is
// one CSS pixel, so draw again when the width changes. Labels stand at the ends of curves; lines differ by dash and mark.
import { bars } from "./bars.js";
import { images } from "./images.js";
import { brief } from "./numbers.js";
import { scale } from "./scales.js";
import { boldWidthOf, escape, round, widthOf } from "./text.js";

const LINE = 15; // between two labels
const MOST_MARKED = 24; // points of a curve that get a mark each
const FEW = 12; // points that may be drawn larger
const SHAPES = {
  disc: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  square: "M-3.8-3.8h7.6v7.6h-7.6z",
  triangle: "M0-4.8l4.6 8h-9.2z",
  diamond: "M0-5.2l5.2 5.2-5.2 5.2-5.2-5.2z",
  cross: "M-4-4l8 8m0-8l-8 8",
};
const OF_LINES = ["disc", "square", "triangle", "diamond"], OF_CLASSES = ["square", "disc", "triangle", "diamond", "cross"];

export function draw(plot, width, label) {
  const paint = { bars, images }[plot.kind] ?? axes;
  const { height, content } = paint(plot, width);
  return `<svg class="plot" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(label)}"><g aria-hidden="true">${content}</g></svg>`;
}

function axes(plot, width) {
  const frame = frameOf(plot, width), { x, y } = scales(plot, frame);
  const shapes = plot.series.map((one, i) => seriesOf(one, i, plot, x, y));
  const content = [...grid(plot, frame, x, y), ...plot.marks.map((mark) => markOf(mark, frame, x)), ...shapes, ...names(plot, frame, x, y)];
  return { height: frame.height, content: content.join("") };
}

function frameOf(plot, width) {
  const isNamed = plot.series.length > 1, longest = Math.max(...plot.series.map(({ name }) => boldWidthOf(name)));
  const height = Math.round(Math.min(360, Math.max(230, width * 0.52)));
  const values = plot.series.flatMap(({ points }) => points.flatMap(([, ...rest]) => rest));
  const left = 14 + Math.max(...scale(plot.y, values, 0, 1).ticks.map((tick) => widthOf(brief(tick))), 20);
  return { width, height, left, right: width - (isNamed && plot.kind === "lines" ? Math.min(longest + 18, width * 0.34) : 22), top: 30, bottom: height - 46 };
}

function scales(plot, { left, right, top, bottom }) {
  const points = plot.series.flatMap((one) => one.points);
  const own = plot.kind === "lines" ? [...new Set(points.map(([at]) => at))].sort((p, q) => p - q) : [];
  const apart = plot.x.log && plot.series.every((one) => one.points.length <= MOST_MARKED) ? own : [];
  return {
    x: scale(plot.x, points.map(([at]) => at), left, right, { whole: apart, isTight: plot.kind === "lines" }),
    y: scale(plot.y, points.flatMap(([, ...rest]) => rest), bottom, top),
  };
}

function grid(plot, { left, right, top, bottom, height, width }, x, y) {
  const across = y.ticks.map((tick) => `<path class="axis" d="M${left} ${round(y.at(tick))}H${right}"/><text class="end" x="${left - 7}" y="${round(y.at(tick) + 4)}">${brief(tick)}</text>`);
  const along = spaced(x.ticks.map((tick) => ({ text: brief(tick), at: x.at(tick) }))).map(({ text, at }) => `<path class="axis" d="M${round(at)} ${bottom}v5"/><text class="mid" x="${round(at)}" y="${bottom + 19}">${text}</text>`);
  const titles = `<text class="title" x="${left - 7 < 40 ? 4 : left - 7}" y="14">${escape(plot.y.title)}</text><text class="title end" x="${Math.max(right, Math.min(width - 8, widthOf(plot.x.title) + 8))}" y="${height - 6}">${escape(plot.x.title)}</text>`;
  return [...across, `<path class="base" d="M${left} ${bottom}H${right}"/>`, ...along, titles];
}

// Numbers along the axis that would touch the one before are left out.
function spaced(labels) {
  const kept = [];
  for (const label of labels) {
    const before = kept.at(-1);
    if (!before || label.at - before.at >= (widthOf(label.text) + widthOf(before.text)) / 2 + 6) kept.push(label);
  }
  return kept;
}

function markOf({ x: at, name }, { top, bottom, right }, x) {
  const place = round(x.at(at)), isRight = place + widthOf(name) + 8 > right + 12;
  return `<path class="now" d="M${place} ${top}V${bottom}"/><text class="title${isRight ? " end" : ""}" x="${place + (isRight ? -5 : 5)}" y="${top - 5}">${escape(name)}</text>`;
}

function seriesOf({ points, own }, i, plot, x, y) {
  const isClass = plot.kind === "dots" && plot.series.length > 1;
  const style = own ? "own" : isClass ? `class-${i % 5}` : `line-${i % 4}`, mark = isClass ? OF_CLASSES[i % 5] : OF_LINES[i % 4];
  const spots = points.map(([at, value, ...ends]) => ({ x: x.at(at), y: value === null ? null : y.at(value), ends: ends.map((end) => y.at(end)) }));
  const path = plot.kind === "lines" && !own ? `<path class="curve" d="${pathOf(spots)}"/>` : "";
  const known = spots.filter((spot) => spot.x !== null && spot.y !== null);
  const spread = known.filter(({ ends }) => ends.length === 2 && !ends.includes(null)).map((spot) => `<path class="spread" d="M${round(spot.x)} ${round(spot.ends[0])}V${round(spot.ends[1])}"/>`);
  const isMarked = plot.kind === "dots" || known.length <= MOST_MARKED;
  return `<g class="${style}">${spread.join("")}${path}${isMarked ? known.map((spot) => shape(own ? "disc" : mark, spot, own || (isClass && known.length <= FEW) ? 1.6 : 1)).join("") : ""}</g>`;
}

function pathOf(spots) {
  let isOpen = false;
  return spots.map((spot) => {
    if (spot.x === null || spot.y === null) { isOpen = false; return ""; }
    const command = isOpen ? "L" : "M";
    isOpen = true;
    return `${command}${round(spot.x)} ${round(spot.y)}`;
  }).join("");
}

// Of curves disc, square, triangle, diamond; of classes square, disc, triangle, diamond, cross, as everywhere in the house.
function shape(style, { x, y }, size) {
  const place = `translate(${round(x)} ${round(y)}) scale(${size})`;
  return `<path class="dot" transform="${place}" d="${SHAPES[style] ?? SHAPES.disc}"/>`;
}

// Each name at the end of its curve; where two would touch, they are moved apart and joined to their end by a thin line.
function names(plot, { top, bottom, right, width }, x, y) {
  if (plot.series.length < 2) return [];
  const places = plot.series.map(({ name, points, own }, i) => {
    const known = points.filter(([at, value]) => x.at(at) !== null && value !== null && y.at(value) !== null);
    const last = plot.kind === "dots" ? known.toSorted(([p], [q]) => p - q).at(-1) : known.at(-1);
    return last && { i, name, own, x: x.at(last[0]), y: y.at(last[1]) };
  }).filter(Boolean);
  return apart(places, top, bottom).map(({ i, name, own, x: end, y: height, to }) => {
    const isTurned = end + 9 + boldWidthOf(name) > width, start = isTurned ? end - 9 : end + 9;
    const lead = Math.abs(to - height) > 7 ? `<path class="lead" d="M${round(end + 3)} ${round(height)}L${round(start - 2)} ${round(to)}"/>` : "";
    return `${lead}<text class="name ${own ? "own" : plot.kind === "dots" ? `class-${i % 5}` : `line-${i % 4}`}${isTurned ? " end" : ""}" x="${round(start)}" y="${round(to + 4)}">${escape(name)}</text>`;
  });
}

function apart(places, top, bottom) {
  const ordered = [...places].sort((p, q) => p.y - q.y);
  let least = top;
  for (const place of ordered) least = (place.to = Math.max(place.y, least)) + LINE;
  let most = bottom;
  for (const place of ordered.toReversed()) most = (place.to = Math.min(place.to, most)) - LINE;
  return ordered;
}
