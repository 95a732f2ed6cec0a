// Puts what is known on the page: plots as runs come, verdicts when the sweep is done, the conclusion last.
import { element } from "./elements.js";
import { showPlots } from "./figures.js";
import { experiment, find, isDone, keep, state } from "./lab.js";
import { toldText } from "./outcomes.js";
import { plotsOfSweep } from "./plotting.js";
import { nameOf, readingsOf } from "./readings.js";
import { verdictOn } from "./verdicts.js";

export function showAll() {
  const { points, own } = state, every = [...points, ...own];
  find("empty")?.toggleAttribute("hidden", every.length > 0);
  showPlots(find("plots"), plotsOfSweep(experiment, points, own));
  showLook(every);
  find("readings").replaceChildren(...readingsOf(experiment, points, own));
  for (const part of ["after", "more"]) find(part).hidden = !isDone();
  if (isDone()) showSeen();
}

export function showVerdicts() {
  if (!isDone()) return;
  find("ask").hidden = true;
  find("verdicts").replaceChildren(...experiment.ask.flatMap((question, i) => [asked(question), ...verdictOn(question, state.answers[i], state.points, typedAt(i))]));
}

// As it was typed, with its decimals: "0.70" has two.
const typedAt = (i) => document.querySelector(`[name="ask-${i}"]:not([type="radio"])`)?.value;

const asked = ({ question }) => element("p", element("b", question));

export function showSeen() {
  const isSaid = state.seen !== null;
  find("seen").hidden = isSaid;
  find("shows").hidden = !isSaid;
  if (!isSaid) return;
  find("seen-verdict").replaceChildren(asked(experiment.seen), ...verdictOn(experiment.seen, state.seen, state.points));
  find("told").textContent = toldText(experiment.shows, state.points);
}

// The plots of one run, and which run that is: the newest while they come, then the one that was chosen.
function showLook(every) {
  const filmed = every.filter(({ film }) => film);
  const host = find("look");
  host.hidden = !filmed.length;
  if (!filmed.length) return;
  const at = Math.min(state.look ?? every.length - 1, every.length - 1), point = every[at].film ? every[at] : filmed.at(-1);
  fillChoices(host.querySelector("select"), every, every.indexOf(point));
  showPlots(host.querySelector("[data-film]"), point.film.plots);
  const links = point.film.links.map(({ words, href }) => element("a", words, { class: "button", href }));
  host.querySelector("[data-links]").replaceChildren(...links);
}

function fillChoices(select, every, at) {
  const options = every.flatMap((point, i) => (point.film ? [element("option", i < state.points.length ? nameOf(experiment, point, experiment.turned[i]) : `Yours: ${nameOf(experiment, point)}`, { value: i })] : []));
  select.replaceChildren(...options);
  select.value = String(at);
}

export function startLooking() {
  find("look").querySelector("select").addEventListener("change", ({ target }) => {
    state.look = Number(target.value);
    keep();
    showAll();
  });
}
