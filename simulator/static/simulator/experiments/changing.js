// The learner's own parameters: one more run, or the whole sweep with them.
import { NoAnswer } from "../api.js";
import { choicesOf, takeChoices } from "../choices.js";
import { written } from "../network.js";
import { experiment, find, keep, lab, state } from "./lab.js";
import { go, isRunning } from "./running.js";
import { showAll, startLooking } from "./showing.js";
import { Refused, runOnce } from "./sweep.js";
import { readTyped } from "../typed_numbers.js";

const MOST_OWN = 12, REST = 120; // runs that are kept; milliseconds
const isLive = "live" in lab.dataset; // computed at once: one run of one's own, which follows the sliders
const form = find("change");
let asking = null;

export function startChanging() {
  startLooking();
  find("one").hidden = false;
  find("all")?.removeAttribute("hidden");
  for (const [name, value] of Object.entries(state.chosen)) form.elements[name].value = value;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    runOne();
  });
  find("all")?.addEventListener("click", runAll);
  takeChoices(form, runOne);
  if (isLive) followSliders();
}

// A slider that moves asks anew once it rests.
function followSliders() {
  find("one").hidden = true;
  const name = () => {
    for (const output of form.querySelectorAll("output")) {
      output.hidden = false;
      output.value = written(Number(form.elements[output.htmlFor.value.slice(3)].value), 4);
    }
  };
  let resting = null;
  form.addEventListener("input", () => {
    name();
    clearTimeout(resting);
    resting = setTimeout(runOne, REST);
  });
  name();
}

function typed(parameters) {
  return Object.fromEntries(parameters.map(({ name, kind }) => {
    const { value } = form.elements[name];
    return [name, kind === "choice" ? value : readTyped(value, { isWhole: kind === "whole" }).value ?? value];
  }));
}

async function runOne() {
  if (isRunning() || (asking && !isLive)) return;
  asking?.abort(); // the slider has moved on
  const mine = asking = new AbortController();
  say([]);
  try {
    const { parameters, readings, film } = await runOnce(lab.dataset.door, typed(experiment.parameters), mine.signal);
    state.own = [...(isLive ? [] : state.own), { parameters, readings, film }].slice(-MOST_OWN);
    state.look = state.points.length + state.own.length - 1;
    keep();
    showAll();
    say([], isLive ? "" : "Done. It is drawn as yours, and stands in the table of your runs.");
  } catch (error) {
    if (error.name !== "AbortError") refuse(error);
  }
  if (asking === mine) asking = null;
}

// The sweep with the parameters that it leaves open. A first run of it by the door tells whether they can be used.
async function runAll() {
  if (asking || isRunning()) return;
  const chosen = typed(experiment.parameters.filter(({ name }) => !experiment.swept.includes(name)));
  asking = new AbortController();
  say([]);
  try {
    await runOnce(lab.dataset.door, { ...experiment.sweep[0], ...chosen }, asking.signal);
    Object.assign(state, { chosen, points: [], look: null });
    keep();
    showAll();
    go();
  } catch (error) {
    refuse(error);
  }
  asking = null;
}

function refuse(error) {
  if (error instanceof NoAnswer) return say([], `${error.message} Your numbers stay here; run it again ${error.when}.`);
  if (!(error instanceof Refused)) throw error;
  return say(error.body.faults ?? [{ field: error.body.field, message: error.message }]);
}

// Each fault at its field; what has no field, below the form.
function say(faults, words = "") {
  for (const { name, kind } of experiment.parameters) {
    const message = faults.find(({ field }) => field === name)?.message ?? "";
    const field = form.querySelector(`[data-field="${name}"]`), choices = message && kind !== "choice" ? readTyped(form.elements[name].value, { isWhole: kind === "whole" }).choices : [];
    document.getElementById(`of-${name}-echo`).textContent = message;
    field.classList.toggle("bad", Boolean(message));
    field.querySelector(".choices")?.remove();
    if (choices.length) field.append(choicesOf(choices));
  }
  const other = faults.find(({ field }) => !experiment.parameters.some(({ name }) => name === field))?.message;
  find("change-echo").textContent = other ?? words;
  find("change-echo").classList.toggle("bad-part", Boolean(other));
  const [first] = faults.filter(({ field }) => form.elements[field]);
  if (first) form.elements[first.field].focus();
}
