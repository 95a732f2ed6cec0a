// The numbers of a moment as tables, and in words. Texts are put in as texts: a class may be named by anybody.
import { written } from "../view.js";
import { layersAt } from "./film.js";
import { unitName } from "./wires.js";

const DECIMALS = 3;

export const lossWords = (value) => (value === null || value === undefined ? "–" : written(value, DECIMALS));
export const shareWords = (value) => (value === null || value === undefined ? "–" : `${Math.round(100 * value)} %`);

function row(head, cells, tag = "td") {
  const made = document.createElement("tr"), first = document.createElement(head === null ? "td" : "th");
  if (head !== null) first.scope = tag === "th" ? "col" : "row";
  first.append(head ?? "");
  made.append(first, ...cells.map((cell) => {
    const next = document.createElement(tag);
    next.className = "n";
    if (tag === "th") next.scope = "col";
    next.append(cell);
    return next;
  }));
  return made;
}

// New rows, or, where there are as many already, new texts in them: while a film plays, nothing has to be laid out anew.
function put(body, rows) {
  const before = [...body.querySelectorAll("th, td")], after = rows.flatMap((line) => [...line.children]);
  if (body.children.length !== rows.length || before.length !== after.length) return body.replaceChildren(...rows);
  before.forEach((cell, i) => {
    if (cell.textContent !== after[i].textContent) cell.textContent = after[i].textContent;
  });
}

// One row a run and part; `runs` are {film, name, frame}.
export function fillReadings(body, runs) {
  put(body, runs.flatMap(({ film, name, frame }) => ["train", "validation"].filter((part) => film[part]).map((part) => {
    const title = name ? `${name}, ${part}` : part[0].toUpperCase() + part.slice(1);
    const { loss, accuracy } = film[part];
    return row(title, [lossWords(loss[frame]), ...(accuracy ? [shareWords(accuracy[frame])] : [])]);
  })));
}

export function fillConfusion(head, body, words, { film, frame, name }) {
  const part = film.validation ? "validation" : "train", table = film[part].confusion?.[frame];
  if (!table) return;
  words.textContent = name ? `run ${name}’s ${part}` : `the ${part}`;
  put(head, [row("Class ↓ answer →", film.classes, "th")]);
  put(body, table.map((counts, k) => row(film.classes[k], counts)));
  [...body.children].forEach((line, k) => line.children[k + 1].classList.add("right"));
}

function table(caption, heads, rows) {
  const box = document.createElement("div"), made = document.createElement("table"), title = document.createElement("caption");
  Object.assign(box, { className: "scroll", tabIndex: 0, role: "group", ariaLabel: caption });
  title.className = "label";
  title.append(caption);
  const [head, body] = ["thead", "tbody"].map((name) => document.createElement(name));
  head.append(row(heads[0], heads.slice(1), "th"));
  body.append(...rows);
  made.append(title, head, body);
  box.append(made);
  return box;
}

// Every frame's readings, and the weights of this one.
export function fillTables(host, { film, frame }) {
  const isOfClasses = film.task === "classes", parts = ["train", "validation"].filter((part) => film[part]);
  const heads = parts.flatMap((part) => [`${part} loss`, ...(isOfClasses ? ["right"] : [])]);
  const frames = film.epochs.map((epoch, k) => row(String(epoch), parts.flatMap((part) => [
    lossWords(film[part].loss[k]), ...(isOfClasses ? [shareWords(film[part].accuracy[k])] : []),
  ])));
  const weights = layersAt(film, frame).map(({ weights: rows, biases }, k) => table(
    `${k + 1 === film.places.length ? "Output layer" : `Hidden layer ${k + 1}`} at epoch ${film.epochs[frame]}`,
    ["Unit", ...rows[0].map((_, i) => `from ${unitName(film, k, i)}`), ...(biases ? ["bias"] : [])],
    rows.map((values, j) => row(unitName(film, k + 1, j), [...values, ...(biases ? [biases[j]] : [])].map((value) => written(value)))),
  ));
  host.replaceChildren(...weights, table("Readings by epoch", ["Epoch", ...heads], frames));
}

// "Layer 1, unit 2: bias 0.1; from Input x₁ 0.52, …"
export function weightsInWords(film, frame, [layer, unit]) {
  const name = unitName(film, layer, unit), layers = layersAt(film, frame);
  if (!layer) return `${name} goes out with ${list(layers[0].weights.map((values, j) => `${written(values[unit], 2)} to ${unitName(film, 1, j)}`))}.`;
  const { weights, biases } = layers[layer - 1];
  return `${name}: ${biases ? `bias ${written(biases[unit], 2)}; ` : ""}${list(weights[unit].map((value, i) => `${written(value, 2)} from ${unitName(film, layer - 1, i)}`))}.`;
}

const MOST_LISTED = 8;

function list(parts) {
  return parts.length > MOST_LISTED ? `${parts.slice(0, MOST_LISTED).join(", ")} and ${parts.length - MOST_LISTED} more in the table` : parts.join(", ");
}
