// The readings of all runs as a table, as simulator/experiment_answers.py lays them out.
import { written } from "../network.js";
import { element, tableOf } from "./elements.js";
import { numberText } from "./numbers.js";

export const chosenText = (parameter, value) => (parameter.kind === "choice" ? parameter.options[value] : written(value, 4));

// What tells the runs of the sweep apart, in words.
export function nameOf({ parameters, swept }, point) {
  const differing = parameters.filter(({ name }) => swept.includes(name));
  return differing.map((parameter) => `${parameter.title}: ${chosenText(parameter, point.parameters[parameter.name])}`).join(", ");
}

export function readingsOf(experiment, points, own) {
  const tables = [["Readings", points, experiment.swept], ["Runs of your own", own, experiment.parameters.map(({ name }) => name)]];
  return tables.filter(([, rows]) => rows.length).flatMap(([title, rows, names]) => [element("h3", title), tableOf(laidOut(experiment, rows, names), title, names.length)]);
}

function laidOut({ parameters, readings }, points, names) {
  const chosen = names.map((name) => parameters.find((one) => one.name === name));
  return {
    head: [...chosen, ...readings].map(({ title }) => title),
    rows: points.map((point) => [
      ...chosen.map((parameter) => chosenText(parameter, point.parameters[parameter.name])),
      ...readings.map(({ name, decimals }) => numberText(point.readings[name], decimals)),
    ]),
  };
}
