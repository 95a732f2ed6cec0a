// One example of the data, at one moment of a film: in words, and as a network that the stepper can open.
import { write } from "../permalink.js";
import { written } from "../view.js";
import { layersAt, targetOf } from "./film.js";
import { FEATURES, Forward } from "./forward.js";

const DIGITS = [6, 4]; // of the weights: fewer where a link would be too long

// What the network says of it, an entry an output.
function outputsOf(film, frame, example) {
  const [x1, x2] = film.points.x[example];
  const forward = new Forward(film.spec.features, film.places, [x1], [x2]);
  return forward.run(film.thetaOf(frame)).at(-1).map(([value]) => value);
}

// Own data was scaled onto −1…1; what is told of it is in its own units again. `column` is 0 and 1 for x1 and x2, 2 for the value.
function unscaled(film, column, value) {
  const [centre, half] = film.scale?.[column] ?? [0, 1];
  return centre + half * value;
}

export function inWords(film, frame, example) {
  const { x, y, part } = film.points, isOfClasses = film.task === "classes";
  const outputs = outputsOf(film, frame, example).map((value) => (isOfClasses ? value : unscaled(film, 2, value)));
  const at = `(${x[example].map((value, column) => written(unscaled(film, column, value), 2)).join(", ")})`;
  const truth = isOfClasses ? `class ${film.classes[y[example]]}` : `value ${written(unscaled(film, 2, y[example]), 2)}`;
  const kind = part[example] === "train" ? "to train on" : "for validation";
  return `Example ${example + 1} of ${x.length}, ${kind}: ${at}, ${truth}. The network says ${outputs.map((value) => written(value, 3)).join(", ")}.`;
}

// {url}, or {words} where the network is too large for a link.
export function stepperLink(address, film, frame, example) {
  const [x1, x2] = film.points.x[example];
  const inputs = film.spec.features.map((name) => Number(FEATURES[name](x1, x2).toPrecision(6)));
  for (const digits of DIGITS) {
    const link = write({
      inputs,
      target: targetOf(film, example),
      layers: layersAt(film, frame, digits),
      loss: film.spec.loss,
      learning_rate: film.spec.optimiser.learning_rate,
    });
    if (link) return { url: `${address}?n=${link}` };
  }
  return { words: "This network is too large for the stepper’s link. Train one with fewer units to open it there." };
}
