// Hides a value or a whole stage, has the learner's number checked, and says what came of it.
import { NoAnswer, post } from "../api.js";
import { choiceAt, choose } from "../choices.js";
import { notice } from "../notice.js";
import { bench, current, find, given, progress, score } from "./bench.js";
import { drawNetwork, paintAll } from "./painting.js";
import { verdictOn } from "./verdict.js";

const answer = find("answer");
const say = (...parts) => find("said").replaceChildren(...parts);

export function startPredicting() {
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(progress.probe);
  });
  find("said").addEventListener("click", (event) => {
    const button = choiceAt(event);
    if (!button) return;
    choose(button, answer);
    check(progress.probe);
  });
  find("mode").addEventListener("change", ({ target }) => {
    progress.predictEach(target.checked);
    paintAll();
  });
  if (find("mode").checked) progress.predictEach(true);
  else if (given.predicts && !find("form").hidden) progress.hideStage(progress.now);
  if (!find("form").hidden) progress.hide();
}

export function forget() {
  answer.value = "";
  current.fault = "";
  say();
}

export function hide() {
  progress.hide();
  startAsking();
}

export function hideStage() {
  progress.hideStage();
  startAsking();
}

function startAsking() {
  forget();
  paintAll();
  focusAnswer();
}

// On a phone the field is below the drawing, so that it is brought into view.
export function focusAnswer() {
  if (progress.isOpen) answer.focus({ preventScroll: innerWidth >= 960 });
}

export function show() {
  progress.show();
  forget();
  paintAll();
}

export function startOver() {
  score.clear();
  paintAll();
}

async function check(probe) {
  const { network } = current;
  try {
    const { ok, body } = await post(`${bench.dataset.check}?explain=1`, { network, probe, answer: answer.value, told: progress.seenBefore(probe) });
    if (probe !== progress.probe || network !== current.network) return; // the learner has gone on
    if (ok) judge(body, probe);
    say(ok ? verdictOn(body) : notice("partly", "", [body.message]));
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    say(notice("partly", error.message, [`Your number stays here; check it again ${error.when}.`]));
  }
}

function judge({ correct, diagnoses }, probe) {
  const nodes = new Set(diagnoses.map(({ node }) => node));
  current.fault = correct === false && nodes.size === 1 ? [...nodes][0] : "";
  if (correct) return void goOn();
  if (correct === false) progress.miss(probe);
  paintAll();
  answer.focus({ preventScroll: true });
}

function goOn() {
  progress.find();
  paintAll();
  if (!find("next").disabled) find("next").focus({ preventScroll: true });
}
