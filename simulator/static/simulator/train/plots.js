// The curves of the runs on the page, and where on them we are.
import { markup, plotOf, spotsAt } from "./curves.js";
import { frameAt } from "./film.js";
import { find } from "./page.js";
import { player, runs, shown } from "./runs.js";

const HEIGHT = 210;
const WORDS = { loss: "Loss by epoch", accuracy: "Share that is right, by epoch" };
const plots = {};

export function drawPlots() {
  for (const key of Object.keys(WORDS)) {
    const host = find(`plot="${key}"`), width = host.clientWidth;
    delete plots[key];
    if (!width) continue;
    plots[key] = plotOf(shown(), key, width, HEIGHT);
    host.innerHTML = markup(plots[key], key, `${WORDS[key]}; the numbers are in the tables below`);
  }
  find('plot-words="loss"').replaceChildren(...lossCaption());
}

function lossCaption() {
  const { best, epochs } = runs.now.film, lead = document.createElement("b");
  lead.textContent = `${WORDS.loss}. `;
  if (!best || best.epoch === epochs.at(-1) || best.epoch === 0) return [lead];
  return [lead, "After the mark the validation loss is never as low again, whatever the train loss does."];
}

export function moveCurves() {
  for (const [key, plot] of Object.entries(plots)) {
    const host = find(`plot="${key}"`), { line, dots } = spotsAt(plot, player.epoch, (film) => frameAt(film, player.epoch));
    host.querySelector("[data-now]").setAttribute("d", line);
    host.querySelectorAll("[data-dot]").forEach((dot, i) => {
      dot.toggleAttribute("hidden", !dots[i]);
      if (!dots[i]) return;
      dot.setAttribute("cx", dots[i].x);
      dot.setAttribute("cy", dots[i].y);
    });
  }
}

export function followWidth() {
  const host = find('plot="loss"');
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (!runs.now || host.clientWidth === width) return;
    width = host.clientWidth;
    drawPlots();
    moveCurves();
  }).observe(host);
}
