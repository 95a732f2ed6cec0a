// Taking a quiz: every change is kept here, sent, and shown as saved only when the server says so.
import { read, shapeIn, write } from "./answers.js";
import { certaintyOf, forget, say, tell } from "./checking.js";
import { startClock } from "./clock.js";
import { Drafts } from "./drafts.js";
import { hintsSeen } from "./hints.js";
import { csrfToken, Outbox } from "./outbox.js";
import { choiceAt, choose } from "../simulator/choices.js";
import * as standing from "./standing.js";
import { startTabs } from "./tabs.js";

const PAUSE = 400; // milliseconds after the last key before a number is sent
const PATIENCE = [300, 900, 2700, 5000]; // milliseconds between the tries to send what is left before a submit
const STATES = {
  saving: ["saving", "Saving…"],
  saved: ["saved", "Saved"],
  cleared: ["", "Not answered yet"],
  kept: ["partly", "Kept in this browser. It will be sent when the connection is back."],
  "signed-out": ["partly", "Kept in this browser. Sign in to send it."],
  unread: ["wrong", "Not read yet"],
  "partly-unread": ["partly", "Saved, but we could not read all of it"],
  refused: ["wrong", "Not saved"],
};

const form = document.querySelector("[data-quiz]");
const { attempt, responses, review, signIn, state } = form.dataset;
const drafts = new Drafts(attempt);
const clock = startClock(document.querySelector("[data-deadline]"), () => location.reload());
const written = (reply) => { clock.correct(reply.server_time); tabs.tell(); };
const overtaken = (draft) => known.set(draft.position, draft.answer);
const outbox = new Outbox({ url: responses, form, drafts, report, written, overtaken });
const timers = new Map();
const states = new Map(); // position → how its answer stands, as in STATES
const kinds = new Map(); // position → save or check, as the learner last asked
const known = new Map(); // position → what this tab last saw saved, so that another tab's answer is noticed
const tabs = startTabs(attempt, state, { before: () => new Map(known), after: catchUp });
const checks = "checks" in form.dataset; // whether an answer may be judged there and then
let leaving = false;
let submitFailed = false;

const questionAt = (position) => form.querySelector(`[data-position="${position}"]`);
const sorted = (_, value) => (value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort()) : value);
const same = (one, other) => JSON.stringify(one, sorted) === JSON.stringify(other, sorted);

const answerOf = (position) => read(shapeIn(questionAt(position)));
const fill = (position, answer) => write(shapeIn(questionAt(position)), answer);

function keep(position, kind) {
  clearTimeout(timers.get(position));
  timers.delete(position);
  kinds.set(position, kind);
  outbox.add(drafts.put(position, answerOf(position), kind, beside(position)));
}

function keepAll() {
  for (const position of [...timers.keys()]) keep(position);
}

// What goes with an answer where it is practised.
function beside(position) {
  const question = questionAt(position);
  return { certainty: certaintyOf(question), hints: hintsSeen(question) };
}

function check(position) {
  if (answerOf(position) === null) say(questionAt(position), "Please answer first, then check.");
  else keep(position, "check");
}

function report(position, state, reply) {
  const question = questionAt(position);
  if (!question) return;
  if (state === "closed") return leave();
  if (state === "saved") settled(question, position, reply);
  else show(position, state, reply?.message);
  mark(position, state === "saved" && !reply.unread.length, state === "saved");
  connection();
}

function settled(question, position, reply) {
  const answer = answerOf(position);
  standing.echo(question, reply, position);
  show(position, !reply.readable ? "unread" : reply.unread.length ? "partly-unread" : answer === null ? "cleared" : "saved", "", reply.unread.length ? reply.message : "");
  tell(question, reply);
  offerBack(question, position, reply.displaced, "The answer shown here replaced it.");
  known.set(position, answer);
}

function show(position, state, words, heard) {
  states.set(position, state);
  standing.show(questionAt(position), STATES[state], state === "refused" ? words : "", heard);
}

function mark(position, readable, sent) {
  const link = form.querySelector(`[data-strip="${position}"]`);
  const answered = readable && answerOf(position) !== null;
  link.className = answered ? "answered" : sent ? "" : "kept";
  link.querySelector(".unseen").textContent = answered ? ": answered" : sent ? ": open" : ": not yet sent";
  const strips = [...form.querySelectorAll("[data-strip]")];
  const count = strips.filter((strip) => strip.classList.contains("answered")).length;
  document.querySelector("[data-count]").textContent = `${count} of ${strips.length} answered`;
}

// The last arrival counts. What it displaced from another tab is offered back, never dropped in silence.
function offerBack(question, position, displaced, outcome) {
  question.querySelector("[data-displaced]")?.remove();
  if (displaced === null || displaced === undefined || same(displaced, known.get(position)) || same(displaced, answerOf(position))) return;
  const notice = Object.assign(document.createElement("div"), { className: "notice" });
  notice.dataset.displaced = "";
  const text = Object.assign(document.createElement("div"), { className: "stack" });
  const words = document.createElement("p");
  words.textContent = `You saved a different answer in another tab. ${outcome}`;
  const back = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Use the other answer" });
  back.addEventListener("click", () => { fill(position, displaced); keep(position); });
  text.append(words, back);
  notice.append(document.getElementById("sign-open").content.cloneNode(true), text);
  question.querySelector("footer").before(notice);
}

// What another tab has saved since is shown here, and what it took the place of is offered back. What is being typed or
// sent here is newer, and stays; so does what was saved here while the server was asked.
function catchUp(found, since) {
  if (found.state !== "in_progress") return timers.size || !outbox.empty ? keepAll() : leave();
  for (const item of found.items) {
    const { position, answer } = item;
    const question = questionAt(position), mine = known.get(position);
    const isOurs = timers.has(position) || outbox.waiting.has(position) || !same(mine, since.get(position));
    if (!question || isOurs || same(answer, mine)) continue;
    const shown = answerOf(position);
    known.set(position, answer);
    fill(position, answer);
    forget(question);
    const reply = { ...item, readable: answer === null || item.read !== null };
    settled(question, position, { ...reply, message: reply.readable ? "" : "We could not read this.", displaced: null });
    mark(position, reply.readable, true);
    offerBack(question, position, shown, "It is shown here now, and it counts.");
  }
}

const signedOut = () => [...states.values()].includes("signed-out");

function connection() {
  const place = form.querySelector("[data-connection]");
  const count = outbox.waiting.size;
  place.hidden = !signedOut() && ![...states.values()].includes("kept") && !submitFailed;
  if (place.hidden) return;
  const lead = Object.assign(document.createElement("b"), { textContent: signedOut() ? "You are signed out." : outbox.reason ?? "You are offline." });
  const words = document.createElement("p");
  words.append(lead, signedOut() ? " Your answers wait in this browser. " : waitingWords(count));
  if (signedOut()) {
    const link = Object.assign(document.createElement("a"), { href: `${signIn}?next=${encodeURIComponent(location.pathname)}`, textContent: "Sign in and send them" });
    words.append(link, ".");
  }
  place.replaceChildren(document.getElementById("sign-partly").content.cloneNode(true), words);
}

function waitingWords(count) {
  if (count === 0) return " Every answer is saved. Please submit again when the connection is back.";
  const answers = count === 1 ? "1 answer is" : `${count} answers are`;
  return ` Go on: ${answers} kept in this browser and will be sent when the connection is back.`;
}

// What stands in the way of submitting is said where the learner looks, also far down the page.
function explain() {
  submitFailed = true;
  connection();
  form.querySelector("[data-connection]").focus();
}

function leave() {
  leaving = true;
  drafts.clear();
  location.assign(review);
}

form.addEventListener("input", ({ target }) => {
  const position = Number(target.name?.match(/^answer-(\d+)(-|$)/)?.[1]);
  if (!position) return;
  clearTimeout(timers.get(position));
  const wait = ["radio", "checkbox", "select-one"].includes(target.type) ? 0 : PAUSE;
  show(position, "saving");
  forget(questionAt(position));
  timers.set(position, setTimeout(() => keep(position), wait));
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input[autocomplete='off'][name^='answer-']")) return;
  event.preventDefault(); // Enter in a number or a word saves or checks it; it does not end the quiz
  const position = Number.parseInt(event.target.name.slice("answer-".length), 10);
  if (checks) check(position);
  else keep(position);
});

form.addEventListener("click", (event) => {
  const choice = choiceAt(event);
  if (choice) {
    event.preventDefault();
    const position = Number.parseInt(choice.name.slice("answer-".length), 10);
    choose(choice, form.querySelector(`input[name="${choice.name}"]`));
    return keep(position, kinds.get(position));
  }
  const button = event.target.closest("button[name=check]");
  if (!button) return;
  event.preventDefault();
  check(Number(button.value));
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (leaving) return; // the second half of a double click
  leaving = true;
  const button = event.submitter;
  const label = button?.textContent;
  if (button) button.textContent = "Sending…";
  keepAll();
  submitFailed = false;
  leaving = (await sendAll()) && navigator.onLine;
  if (!leaving && button) button.textContent = label;
  if (!leaving) return explain();
  form.elements.csrfmiddlewaretoken.value = csrfToken(form);
  for (const field of form.querySelectorAll("[name^='answer-'], [name^='was-']")) field.disabled = true;
  const sent = { type: "hidden", name: button?.name || "do", value: button?.value ?? "save" };
  form.append(Object.assign(document.createElement("input"), sent));
  if (button?.hasAttribute("formaction")) form.action = button.formAction;
  form.submit();
});

async function sendAll() {
  for (const pause of PATIENCE) {
    if ((await outbox.flush()) || signedOut() || !navigator.onLine) break;
    await new Promise((resolve) => { setTimeout(resolve, pause); });
  }
  return outbox.empty;
}

// Back from the review, the browser may show this page as it was: ask the server where the attempt stands.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
addEventListener("online", () => { submitFailed = false; connection(); });
addEventListener("pagehide", keepAll);
document.addEventListener("visibilitychange", () => { if (document.hidden) keepAll(); });

for (const question of form.querySelectorAll("[data-position]")) {
  const position = Number(question.dataset.position);
  known.set(position, answerOf(position));
}
for (const draft of drafts.all()) {
  if (!questionAt(draft.position)) continue;
  fill(draft.position, draft.answer);
  outbox.add(draft);
}
