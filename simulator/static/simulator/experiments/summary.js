// A plot in words, and as a table: what the drawing says, to everybody. Pure.
import { brief } from "./numbers.js";

const MOST_ROWS = 24;

export function summary(plot) {
  if (plot.kind === "images") return `${plot.images.length} pictures: ${[...new Set(plot.images.map(({ name }) => name))].join(", ")}.`;
  const series = plot.series.filter(({ points }) => points.length);
  const sentences = series.map((one) => (plot.kind === "lines" ? alongLine : plot.kind === "bars" ? ofBars : ofDots)(one, plot, series.length > 1));
  const marks = plot.marks.filter(({ name }) => name).map(({ x, name }) => `${name} at ${brief(x)}`);
  return [...sentences, ...(marks.length ? [`${marks.join(", ")}.`] : [])].join(" ");
}

function alongLine({ name, points }, plot, isNamed) {
  const known = points.filter(([, value]) => value !== null), first = known[0], last = known.at(-1), lead = isNamed ? `${name}: ` : "";
  if (known.length === 1) return `${lead}${brief(first[1])} at ${brief(first[0])}.`;
  const values = known.map(([, value]) => value), least = known[values.indexOf(Math.min(...values))], most = known[values.indexOf(Math.max(...values))];
  const between = [["lowest", least], ["highest", most]].filter(([, point]) => point !== first && point !== last && point[1] !== first[1] && point[1] !== last[1])
    .map(([word, [x, value]]) => `, ${word} ${brief(value)} at ${brief(x)}`);
  return `${lead}from ${brief(first[1])} at ${brief(first[0])} to ${brief(last[1])} at ${brief(last[0])}${between.join("")}.`;
}

const ofBars = ({ name, points }, plot, isNamed) => `${isNamed ? `${name}: ` : ""}${points.map(([category, value]) => `${category} ${brief(value)}`).join(", ")}.`;

function ofDots({ name, points }, plot, isNamed) {
  const range = (k) => points.map((point) => point[k]), span = (values) => `${brief(Math.min(...values))} to ${brief(Math.max(...values))}`;
  return `${isNamed ? `${name}: ` : ""}${points.length} points, ${plot.x.title} ${span(range(0))}, ${plot.y.title} ${span(range(1))}.`;
}

// {head, rows, isThinned}: the first column names the row.
export function table(plot) {
  if (plot.kind === "images") return { head: ["picture", "share of ink"], rows: plot.images.map(({ name, pixels }) => [name, brief(meanOf(pixels.flat()))]), isThinned: false };
  if (plot.kind === "dots") return thinned(["class", plot.x.title, plot.y.title], plot.series.flatMap(({ name, points }) => points.map(([x, y]) => [name, brief(x), brief(y)])));
  const places = [...new Set(plot.series.flatMap(({ points }) => points.map(([x]) => x)))];
  if (plot.kind === "lines") places.sort((p, q) => p - q);
  const named = (x) => (plot.kind === "bars" ? x : brief(x));
  return thinned([plot.x.title, ...plot.series.map(({ name }) => name)], places.map((x) => [named(x), ...plot.series.map(({ points }) => brief(points.find(([at]) => at === x)?.[1]))]));
}

const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function thinned(head, rows) {
  if (rows.length <= MOST_ROWS) return { head, rows, isThinned: false };
  const kept = Array.from({ length: MOST_ROWS }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (MOST_ROWS - 1))]);
  return { head, rows: kept, isThinned: true };
}
