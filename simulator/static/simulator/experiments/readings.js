// The readings of all runs as a table, as simulator/laboratory/answers.py lays them out.
import { written } from "../network.js";
import { element, tableOf } from "./elements.js";
import { numberText } from "./numbers.js";

const chosenText = (parameter, value) => (parameter.kind === "choice" ? parameter.options[value] : written(value, 4));

// What tells a run from the others, in words; `turned` are the parameters that its place in the sweep turns on.
export function nameOf({ parameters, swept }, point, turned = swept) {
  const differing = parameters.filter(({ name }) => turned.includes(name));
  return differing.map((parameter) => `${parameter.title}: ${chosenText(parameter, point.parameters[parameter.name])}`).join(", ");
}

export function readingsOf(experiment, points, own) {
  const every = experiment.parameters.map(({ name }) => name);
  const tables = [["Readings", points, experiment.swept, experiment.turned], ["Runs of your own", own, every, own.map(() => every)]];
  return tables.filter(([, rows]) => rows.length).flatMap(([title, rows, names, turned]) => [element("h3", title), tableOf(laidOut(experiment, rows, names, turned), title, names.length)]);
}

function laidOut({ parameters, readings }, points, names, turned) {
  const chosen = names.map((name) => parameters.find((one) => one.name === name));
  return {
    head: [...chosen, ...readings].map(({ title }) => title),
    rows: points.map((point, i) => [
      ...chosen.map((parameter) => (turned[i].includes(parameter.name) ? chosenText(parameter, point.parameters[parameter.name]) : "–")),
      ...readings.map(({ name, decimals }) => numberText(point.readings[name], decimals)),
    ]),
  };
}
