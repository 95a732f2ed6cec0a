// Sums that slide, and the probabilities that they become.
import { softmax } from "../../simulator/reckoning.js";
import { written } from "../../simulator/writing.js";

export function start(figure) {
  const dials = [...figure.querySelectorAll("input[type=range]")], rows = [...figure.querySelectorAll("[data-class]")];

  function follow() {
    const sums = dials.map((dial) => Number(dial.value)), shares = softmax(sums);
    rows.forEach((row, i) => {
      const texts = [written(sums[i]), written(Math.exp(sums[i]), 3), written(shares[i], 3)];
      texts.forEach((text, n) => { row.cells[n + 1].textContent = text; });
      row.querySelector("rect").setAttribute("width", `${(100 * shares[i]).toFixed(1)}%`);
      dials[i].parentElement.querySelector("b").textContent = texts[0];
      dials[i].setAttribute("aria-valuetext", `${texts[0]}; probability ${texts[2]}`);
    });
  }

  figure.addEventListener("input", follow);
  if (dials.some((dial) => dial.value !== dial.defaultValue)) follow();
}
