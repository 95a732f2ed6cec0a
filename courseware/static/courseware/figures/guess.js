// One bar of a run is guessed before it is shown; the guess stays beside it, and its number makes way for it.
import { written } from "../../simulator/writing.js";

const GAP = 6; // pixels before a number

export function start(figure) {
  const bar = figure.querySelector("[data-guess]"), number = bar.nextElementSibling, mark = figure.querySelector("[data-mark]");
  const dial = figure.querySelector("input[type=range]"), { most } = figure.querySelector("[data-most]").dataset, top = Number(bar.getAttribute("y"));
  const text = () => written((Number(dial.value) / 100) * Number(most), 2);
  for (const [name, value] of [["y1", top - 3], ["y2", top + 21]]) mark.setAttribute(name, value);
  hide(true);

  function hide(isHidden) {
    for (const part of [bar, number]) part.classList.toggle("later", isHidden);
  }

  function follow() {
    for (const name of ["x1", "x2"]) mark.setAttribute(name, `${dial.value}%`);
    dial.parentElement.querySelector("b").textContent = text();
    dial.setAttribute("aria-valuetext", text());
    makeWay();
  }

  function makeWay() {
    number.setAttribute("dx", GAP);
    const words = number.getBoundingClientRect(), { right } = mark.getBoundingClientRect();
    if (words.left < right + GAP && right < words.right) number.setAttribute("dx", right - words.left + 2 * GAP);
  }

  dial.addEventListener("input", follow);
  figure.querySelector("[data-show]").addEventListener("click", () => {
    hide(false);
    figure.querySelector("[data-said]").textContent = `Your guess was ${text()}, the run gave ${number.firstChild.textContent}.`;
  });
  follow();
}
