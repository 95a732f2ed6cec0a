// Taking a quiz: every change is kept here, sent, and shown as saved only when the server says so.
import { startClock } from "./clock.js";
import { Drafts } from "./drafts.js";
import { Outbox } from "./outbox.js";

const PAUSE = 400; // milliseconds after the last key before a number is sent
const STATES = {
  saving: ["saving", "Saving…"],
  saved: ["right", "Saved"],
  cleared: ["", "Not answered yet"],
  kept: ["partly", "Kept in this browser. It will be sent when the connection is back."],
  "signed-out": ["partly", "Kept in this browser. Sign in to send it."],
  unread: ["wrong", "Not read yet"],
  refused: ["wrong", "Not saved"],
};

const form = document.querySelector("[data-quiz]");
const { attempt, responses, review, signIn } = form.dataset;
const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
const drafts = new Drafts(attempt);
const outbox = new Outbox({ url: responses, csrf, drafts, report });
const timers = new Map();
const states = new Map(); // position → how its answer stands, as in STATES
const known = new Map(); // position → what this tab last saw saved, so that another tab's answer is noticed
let leaving = false;

const questionAt = (position) => form.querySelector(`[data-position="${position}"]`);
const fieldsOf = (position) => [...form.querySelectorAll(`[name="answer-${position}"]`)];
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function answerOf(position) {
  const fields = fieldsOf(position);
  if (fields[0].type === "checkbox") {
    const ticked = fields.filter((field) => field.checked).map((field) => field.value);
    return ticked.length ? ticked : null;
  }
  if (fields[0].type === "radio") return fields.find((field) => field.checked)?.value ?? null;
  return fields[0].value.trim() === "" ? null : fields[0].value;
}

function fill(position, answer) {
  const chosen = [answer ?? []].flat();
  for (const field of fieldsOf(position)) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = chosen.includes(field.value);
    else field.value = answer ?? "";
  }
}

function keep(position) {
  clearTimeout(timers.get(position));
  timers.delete(position);
  outbox.add(drafts.put(position, answerOf(position)));
}

function report(position, state, reply) {
  const question = questionAt(position);
  if (!question) return;
  if (state === "closed") return leave();
  if (state === "saved") settled(question, position, reply);
  else show(position, state, reply?.message);
  mark(position, state === "saved" && reply.readable, state === "saved");
  connection();
}

function settled(question, position, reply) {
  const answer = answerOf(position);
  const field = question.querySelector(".field");
  const echo = question.querySelector("[data-echo]");
  field?.classList.toggle("bad", !reply.readable);
  field?.querySelector("input").setAttribute("aria-invalid", String(!reply.readable));
  if (echo) echo.textContent = reply.readable ? (reply.read ? `We read ${reply.read.replace("-", "−")}` : "") : reply.message;
  show(position, !reply.readable ? "unread" : answer === null ? "cleared" : "saved");
  offerBack(question, position, reply.displaced);
  known.set(position, answer);
}

function show(position, state, words) {
  states.set(position, state);
  const place = questionAt(position).querySelector("[data-save]");
  const [tone, text] = STATES[state];
  place.className = tone ? `sign save is-${tone}` : "sign save";
  place.setAttribute("role", "status");
  const drawing = document.getElementById(`sign-${tone}`)?.content.cloneNode(true);
  place.replaceChildren(...(drawing ? [drawing] : []), state === "refused" && words ? `${text}: ${words}` : text);
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
function offerBack(question, position, displaced) {
  question.querySelector("[data-displaced]")?.remove();
  if (displaced === null || displaced === undefined || same(displaced, known.get(position)) || same(displaced, answerOf(position))) return;
  const notice = Object.assign(document.createElement("div"), { className: "notice" });
  notice.dataset.displaced = "";
  const words = document.createElement("p");
  words.textContent = "Another tab had saved a different answer here. This one counts now.";
  const back = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Use the other answer" });
  back.addEventListener("click", () => { fill(position, displaced); keep(position); });
  notice.append(words, back);
  question.querySelector("footer").before(notice);
}

function connection() {
  const place = form.querySelector("[data-connection]");
  const count = outbox.waiting.size;
  const signedOut = [...states.values()].includes("signed-out");
  place.hidden = !signedOut && ![...states.values()].includes("kept");
  if (place.hidden) return;
  const answers = count === 1 ? "1 answer is" : `${count} answers are`;
  const lead = Object.assign(document.createElement("b"), { textContent: signedOut ? "You are signed out." : "You are offline." });
  const words = document.createElement("p");
  words.append(lead, signedOut ? " Your answers wait in this browser. " : ` Go on: ${answers} kept in this browser and will be sent when the connection is back.`);
  if (signedOut) {
    const link = Object.assign(document.createElement("a"), { href: `${signIn}?next=${encodeURIComponent(location.pathname)}`, textContent: "Sign in and send them" });
    words.append(link);
  }
  place.replaceChildren(document.getElementById("sign-partly").content.cloneNode(true), words);
}

function leave() {
  leaving = true;
  drafts.clear();
  location.assign(review);
}

form.addEventListener("input", ({ target }) => {
  const position = Number(target.name?.match(/^answer-(\d+)$/)?.[1]);
  if (!position) return;
  clearTimeout(timers.get(position));
  const wait = target.type === "radio" || target.type === "checkbox" ? 0 : PAUSE;
  show(position, "saving");
  timers.set(position, setTimeout(() => keep(position), wait));
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.inputMode !== "decimal") return;
  event.preventDefault(); // Enter in a number saves it; it does not end the quiz
  keep(Number(event.target.name.slice("answer-".length)));
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (leaving) return; // the second half of a double click
  leaving = true;
  const button = event.submitter;
  for (const position of [...timers.keys()]) keep(position);
  leaving = await sendAll();
  if (!leaving) return connection();
  for (const field of form.querySelectorAll("[name^='answer-'], [name^='was-']")) field.disabled = true;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: button?.value ?? "save" }));
  form.submit();
});

async function sendAll() {
  const end = Date.now() + 5000;
  while (!outbox.empty && Date.now() < end) {
    await outbox.flush();
    if (!outbox.empty) await new Promise((resolve) => { setTimeout(resolve, 150); });
  }
  return outbox.empty;
}

// Back from the review, the browser may show this page as it was: ask the server where the attempt stands.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
addEventListener("pagehide", () => { for (const position of [...timers.keys()]) drafts.put(position, answerOf(position)); });

for (const question of form.querySelectorAll("[data-position]")) {
  const position = Number(question.dataset.position);
  known.set(position, answerOf(position));
}
for (const draft of drafts.all()) {
  if (!questionAt(draft.position)) continue;
  fill(draft.position, draft.answer);
  outbox.add(draft);
}
startClock(document.querySelector("[data-deadline]"), () => location.reload());
