// Another digit goes through the network that the server drew, or the weights of another unit are looked at.
import { softmax, trace } from "../../simulator/reckoning.js";
import { rounded } from "../../simulator/writing.js";

const CELL = 10, SIDE = 8, INK = 9, BAR = 30; // of the drawing, in pixels; along a picture; the darkest level; of a probability of 1

export async function start(figure) {
  const answer = await fetch(figure.querySelector("[data-reader]").dataset.reader), { layers, pictures } = await answer.json();
  const dial = figure.querySelector("input[type=range]"), discs = [...figure.querySelectorAll(".disc")], outputs = [...figure.querySelectorAll("[data-output]")];
  const drawing = figure.querySelector(".reader"), [title] = drawing.getAttribute("aria-label").split(". ");
  const part = (name) => figure.querySelector(`[data-${name}]`);
  const sums = layers.map((layer) => ({ ...layer, activation: layer.activation === "softmax" ? "identity" : layer.activation }));

  function follow() {
    const digit = figure.querySelector(":checked").value, unit = Number(dial.value), inputs = [...pictures[digit]].map((level) => level / INK);
    const [first, second, last] = trace({ inputs, layers: sums }).layers.map(({ a }) => a), shares = softmax(last), says = shares.indexOf(Math.max(...shares));
    part("ink").setAttribute("d", squares(inputs));
    weigh(layers[0].weights[unit - 1]);
    [...first, ...second].forEach((value, i) => answered(discs[i], value, i === unit - 1));
    drawing.setAttribute("aria-label", `${title}. ${inWords("First layer", first)}. ${inWords("Second layer", second)}`);
    outputs.forEach((row, k) => {
      row.classList.toggle("says", k === says);
      row.querySelector("rect").setAttribute("width", rounded(BAR * shares[k]));
      row.lastElementChild.textContent = shares[k].toFixed(2);
    });
    for (const [name, text] of [["shown", digit], ["says", says], ["sure", shares[says].toFixed(2)], ["unit", unit]]) part(name).textContent = text;
    dial.parentElement.querySelector("b").textContent = unit;
    dial.setAttribute("aria-valuetext", `${unit}; its output is ${outputText(first[unit - 1])}`);
  }

  function weigh(weights) {
    const largest = Math.max(...weights.map(Math.abs));
    for (const [name, sign] of [["above", 1], ["below", -1]]) part(name).setAttribute("d", squares(weights.map((weight) => Math.max(0, sign * weight)), largest));
  }

  figure.addEventListener("input", follow);
  follow();
}

// With one decimal; exactly 0 is 0, and a small output has its first digit, so that the two are not the same.
const outputText = (value) => (value === 0 ? "0" : value < 0.05 ? String(Number(value.toPrecision(1))) : value.toFixed(1));
const inWords = (name, values) => `${name}: ${values.map(outputText).join(", ")}`;

function answered(disc, value, isChosen) {
  disc.classList.toggle("off", value === 0);
  disc.classList.toggle("now", isChosen);
  disc.lastElementChild.textContent = outputText(value);
}

// A square for each number, its area the share of the largest; as figures/digits.py draws them.
function squares(values, largest = 1) {
  return values.map((value, i) => {
    const half = Math.floor((CELL / 2) * Math.sqrt(value / largest) + 0.5), [x, y] = [i % SIDE, Math.floor(i / SIDE)].map((place) => CELL * place + CELL / 2 - half);
    return half ? `M${x} ${y}h${2 * half}v${2 * half}h-${2 * half}z` : "";
  }).join("");
}
