// From the plots that an experiment declares, and the runs that are done, to plots as plot.js draws them. Pure.
import { atPoint } from "./outcomes.js";

// `own` are runs of the learner's own: drawn in their colour, and never judged.
export function plotsOfSweep(experiment, points, own) {
  return experiment.plots.map((plot) => (plot.kind === "bars" ? bars : lines)(experiment, plot, points, own)).filter(({ series }) => series.some(({ points: drawn }) => drawn.length));
}

function lines(experiment, plot, points, own) {
  const { name } = plot.x;
  const place = (point) => point.parameters[name] ?? point.readings[name] ?? null;
  const spot = (line) => (point) => [place(point), point.readings[line.reading] ?? null, ...(line.ends ?? []).map((end) => point.readings[end] ?? null)];
  const drawn = (line, from) => atPoint(from, line.at).map(spot(line)).filter(([x, y]) => x !== null && y !== null).sort(([p], [q]) => p - q);
  const series = plot.lines.map((line) => ({ name: line.name, points: drawn(line, points) }));
  const yours = plot.lines.flatMap((line) => drawn(line, own));
  if (yours.length) series.push({ name: "yours", points: yours, own: true });
  return { ...plot, x: { ...plot.x, ...bounds(experiment, plot.x) }, series, marks: [] };
}

// An axis that a parameter runs along has its full length from the first run on.
function bounds({ sweep }, { name, low, high }) {
  const values = sweep.map((parameters) => parameters[name]).filter((value) => typeof value === "number");
  return values.length ? { low: low ?? Math.min(...values), high: high ?? Math.max(...values) } : {};
}

function bars(experiment, plot, points, own) {
  const parameter = experiment.parameters.find(({ name }) => name === plot.x.name);
  const label = ({ parameters }) => parameter.options?.[parameters[parameter.name]] ?? String(parameters[parameter.name]);
  const drawn = (line, from) => atPoint(from, line.at).filter(({ readings }) => (readings[line.reading] ?? null) !== null)
    .map((point) => [label(point), point.readings[line.reading]]);
  const series = plot.lines.map((line) => ({ name: line.name, points: drawn(line, points) }));
  const yours = plot.lines.slice(0, 1).flatMap((line) => drawn(line, own));
  if (yours.length) series.push({ name: "yours", points: yours, own: true });
  return { ...plot, series, marks: [] };
}
