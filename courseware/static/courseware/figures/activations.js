// One sum for three functions: the point, its tangent, the value and the slope.
import { activated } from "../../simulator/reckoning.js";
import { rounded, written } from "../../simulator/writing.js";

const REACH = 1.2; // of a tangent, to each side

export function start(figure) {
  const dial = figure.querySelector("input[type=range]"), { least, most } = figure.querySelector("[data-least]").dataset;

  function follow() {
    const z = Number(dial.value), said = [];
    for (const panel of figure.querySelectorAll("[data-function]")) {
      const { function: name, low, high } = panel.dataset, [value, slope] = activated(name, z), plot = panel.querySelector("svg"), height = plot.getAttribute("height");
      const place = (at) => [`${rounded(((at - least) / (most - least)) * 100)}%`, rounded(height * (1 - (value + slope * (at - z) - low) / (high - low)))];
      set(plot.querySelector(".you"), ["cx", "cy"], place(z));
      set(plot.querySelector(".tangent"), ["x1", "y1", "x2", "y2"], [...place(z - REACH), ...place(z + REACH)]);
      const cells = figure.querySelector(`[data-row="${name}"]`).cells;
      [value, slope].forEach((number, i) => { cells[i + 1].textContent = written(number); });
      said.push(`${cells[0].textContent} ${written(value)}, slope ${written(slope)}`);
    }
    dial.parentElement.querySelector("b").textContent = written(z);
    dial.setAttribute("aria-valuetext", `${written(z)}; ${said.join("; ")}`);
  }

  dial.addEventListener("input", follow);
  if (dial.value !== dial.defaultValue) follow();
}

const set = (part, names, values) => names.forEach((name, i) => part.setAttribute(name, values[i]));
