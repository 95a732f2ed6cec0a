// Runs the sweep: counts, stops, says why it stopped and offers to go on.
import { NoAnswer } from "../api.js";
import { notice } from "../notice.js";
import { element } from "./elements.js";
import { experiment, find, isDone, keep, lab, setsToRun, state } from "./lab.js";
import { showAll, showVerdicts } from "./showing.js";
import { Refused, runSweep } from "./sweep.js";

const KEPT = "What is done is kept.";
let running = null; // an AbortController while there is something to stop

export const isRunning = () => running !== null;
export const cancel = () => running?.abort();

export async function go() {
  if (running) return; // a second press
  running = new AbortController();
  find("stopped").replaceChildren();
  showProgress();
  find("progress").scrollIntoView({ block: "nearest" });
  try {
    await runSweep(lab.dataset.door, setsToRun(), running.signal, take, () => count(" Waiting for a free place."));
  } catch (error) {
    showStop(error);
  } finally {
    running = null;
    find("progress").hidden = true;
  }
  if (isDone()) finish();
}

function take({ parameters, readings, film }) {
  state.points.push({ parameters, readings, film });
  keep();
  showProgress();
  showAll();
}

function finish() {
  state.look ??= experiment.look;
  keep();
  showAll();
  showVerdicts();
  find("verdicts").focus({ preventScroll: true });
}

function showProgress() {
  find("progress").hidden = false;
  find("bar").max = experiment.sweep.length;
  find("bar").value = state.points.length;
  count();
}

function count(more = "") {
  find("count").textContent = `${state.points.length} of ${experiment.sweep.length} runs done.${more}`;
}

function inWords(error, done) {
  if (error.name === "AbortError") return ["Stopped.", done];
  if (error instanceof Refused) return [error.message, `${error.body.next ?? ""} ${done}`];
  if (error instanceof NoAnswer) return [error.message, `${done} Go on ${error.when}.`];
  throw error;
}

function showStop(error) {
  const done = `${state.points.length} of ${experiment.sweep.length} runs are done. ${KEPT}`;
  const [lead, words] = inWords(error, done);
  const on = element("button", "Go on", { type: "button", class: "button main" });
  on.addEventListener("click", go);
  find("stopped").replaceChildren(notice("partly", lead, [], [element("p", words), element("p", on)]));
  on.focus({ preventScroll: true });
}
