// The page of an experiment: a prediction unlocks the run, the runs come one by one, what was seen comes before the reason.
// Without it the page shows kept readings, a step a request.
import * as answers from "./answers.js";
import { startChanging } from "./changing.js";
import { followWidth } from "./figures.js";
import { experiment, find, keep, lab, state } from "./lab.js";
import { cancel, go } from "./running.js";
import { showAll, showSeen, showVerdicts } from "./showing.js";
import { takeChoices } from "../choices.js";

const ask = find("ask"), seen = find("seen"), run = find("run");
const names = experiment.ask.map((_, i) => `ask-${i}`);
const given = () => experiment.ask.map((question, i) => answers.read(ask, names[i], question));

function unlock() {
  const isOpen = given().every((value) => value !== null);
  run.setAttribute("aria-disabled", String(!isOpen));
  find("locked").hidden = isOpen;
}

function predict() {
  const values = given(), isRead = experiment.ask.map((question, i) => answers.say(ask, names[i], question, values[i]));
  if (isRead.includes(false)) return answers.firstField(ask, names[isRead.indexOf(false)]).focus();
  state.answers = values;
  keep();
  commit();
  return go();
}

// From here on the prediction stays as it is, beside what happens.
function commit() {
  answers.lock(ask, names, true);
  find("start").hidden = true;
}

ask.addEventListener("input", unlock);
ask.addEventListener("submit", (event) => {
  event.preventDefault();
  if (state.answers === null) predict();
});
seen.addEventListener("submit", (event) => {
  event.preventDefault();
  const value = answers.read(seen, "seen", experiment.seen);
  if (!answers.say(seen, "seen", experiment.seen, value)) return answers.firstField(seen, "seen").focus();
  state.seen = value;
  keep();
  showSeen();
  return find("seen-verdict").focus({ preventScroll: true });
});
for (const form of [ask, seen]) takeChoices(form, () => form.requestSubmit());
find("cancel").addEventListener("click", cancel);

for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
for (const field of lab.querySelectorAll("[data-ask] [required], [data-seen] [required]")) field.required = false; // we say it ourselves, at the field
startChanging();
followWidth(find("plots"));
followWidth(find("look"));
find("verdicts").replaceChildren();
if (state.answers) {
  state.answers.forEach((value, i) => answers.fill(ask, names[i], experiment.ask[i], value));
  commit();
}
showAll();
if (state.answers) showVerdicts();
unlock();
