// A network whose numbers slide: the drawing, the numbers below it and the way into the simulator follow.
import { read as networkIn, write } from "../../simulator/permalink.js";
import { changed, read, trace } from "../../simulator/reckoning.js";
import { written } from "../../simulator/writing.js";
import { redraw } from "./redraw.js";

export function start(figure) {
  const link = figure.querySelector("[data-open]"), given = networkIn(new URL(link.href).search), dials = [...figure.querySelectorAll("input[type=range]")];
  const told = [...figure.querySelectorAll("[data-tell]")];

  function follow() {
    const network = dials.reduce((before, dial) => changed(before, dial.name, Number(dial.value)), given), traced = trace(network);
    redraw(figure, network, traced);
    for (const number of told) number.value = written(read(network, traced, number.dataset.tell));
    const outcome = told.map((number) => `${number.parentElement.firstChild.textContent.trim()} ${number.value}`).join(", ");
    for (const dial of dials) {
      const value = written(Number(dial.value));
      dial.parentElement.querySelector("b").textContent = value;
      dial.setAttribute("aria-valuetext", `${value}; ${outcome}`);
    }
    const address = new URL(link.href);
    address.searchParams.set("n", write(network));
    link.href = address;
  }

  figure.addEventListener("input", follow);
  figure.querySelector("[data-reset]").addEventListener("click", () => {
    for (const dial of dials) dial.value = dial.defaultValue;
    follow();
  });
  if (dials.some((dial) => dial.value !== dial.defaultValue)) follow(); // moved before this module was here
}
