// Hides a value, has the learner's number checked, and says what came of it.
import { post } from "./api.js";
import { bench, current, find, progress } from "./bench.js";
import { paintAll } from "./painting.js";
import { notice, verdictOn } from "./verdict.js";

const OFFLINE = "Your number stays here; check it again when the connection is back.";
const answer = find("answer");
const say = (...parts) => find("said").replaceChildren(...parts);

export function startPredicting() {
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(progress.probe);
  });
  find("mode").addEventListener("change", ({ target }) => {
    progress.predictEach(target.checked);
    paintAll();
  });
  if (find("mode").checked) progress.predictEach(true);
  if (!find("form").hidden) progress.hide();
}

export function forget() {
  answer.value = "";
  say();
}

export function hide() {
  progress.hide();
  say();
  paintAll();
  if (progress.isOpen) answer.focus({ preventScroll: innerWidth >= 960 });
}

export function show() {
  progress.show();
  say();
  paintAll();
}

async function check(probe) {
  const { network } = current;
  try {
    const { ok, body } = await post(bench.dataset.check, { network, probe, answer: answer.value });
    if (probe !== progress.probe || network !== current.network) return; // the learner has gone on
    if (ok && body.correct) goOn();
    else answer.focus({ preventScroll: true });
    say(ok ? verdictOn(body, probe, (node) => progress.indexOf(node) >= 0) : notice("partly", "", [body.message]));
  } catch {
    say(notice("partly", "You are offline.", [OFFLINE]));
  }
}

function goOn() {
  progress.find();
  paintAll();
  if (!find("next").disabled) find("next").focus({ preventScroll: true });
}
