// Questions inside a chapter: an answer is checked where it stands, and kept in this browser until the server has it.
import { read, shapeIn, write } from "./answers.js";
import { certaintyOf, forget, say, tell } from "./checking.js";
import { Drafts } from "./drafts.js";
import { hintsSeen } from "./hints.js";
import { csrfToken, Outbox } from "./outbox.js";
import { echo, show } from "./standing.js";
import { choiceAt, choose } from "../simulator/choices.js";

const NOBODY = "00000000-0000-0000-0000-000000000000"; // stands for the attempt in an address
const STATES = {
  saving: ["", "Checking…"],
  saved: ["", ""],
  kept: ["partly", "Your answer is kept in this browser and will be checked when the connection is back."],
  delayed: ["partly", "Your answer is saved in this browser and will be checked later."],
  "signed-out": ["partly", "Your answer is kept in this browser. Load the page again to have it checked."],
  unread: ["wrong", "Not read yet"],
  refused: ["wrong", "Not checked"],
  lost: ["partly", "That did not get through. Please try again in a moment."],
  closed: ["partly", "Your practice sheet was finished meanwhile. Load the page again to begin the next one."],
};

// One after the other: a visitor's first answer makes them somebody, and one beside it would make them somebody else.
class InTurn extends Outbox {
  before = Promise.resolve();

  post(draft) {
    this.before = this.before.then(() => super.post(draft));
    return this.before;
  }
}

const form = document.getElementById("in-place");
const { reader } = document.documentElement.dataset; // "" for a visitor, whose work belongs to whoever signs in next, as on the server
const drafts = new Drafts(`${location.pathname}:${reader}`);
if (reader) drafts.takeOver(new Drafts(`${location.pathname}:`));
const outbox = new InTurn({ form, drafts, report, written() {}, overtaken() {} });
const questions = () => [...document.querySelectorAll("[data-placed]")];
const questionOf = (slug) => questions().find((one) => one.dataset.placed === slug);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Which question an answer is for: the variant that everybody sees, or one on the learner's own sheet.
function target(question) {
  const { responses, number, placed } = question.dataset;
  if (number) return { url: responses, position: Number(number) };
  return { url: form.dataset.responses.replace("questions/question/", `questions/${placed}/`), variant: Number(question.querySelector("[name='check']").value) };
}

export function check(question) {
  const slug = question.dataset.placed;
  const answer = read(shapeIn(question));
  if (answer === null) return say(question, "Please answer first, then check.");
  const waiting = outbox.waiting.get(slug);
  if (waiting && same(waiting.answer, answer)) return; // the second half of a double click
  const more = { certainty: certaintyOf(question), hints: hintsSeen(question), to: target(question) };
  outbox.add(drafts.put(slug, answer, "check", more));
}

function report(slug, state, reply) {
  const question = questionOf(slug);
  if (!question) return;
  const unread = state === "saved" && reply.unread.length > 0;
  if (state === "kept" && reply) show(question, STATES.delayed, `${reply.message} ${reply.next}`);
  else if (state === "kept") show(question, ["partly", `${outbox.reason} ${STATES.kept[1]}`]);
  else show(question, STATES[unread ? "unread" : state], state === "refused" ? reply?.message : "", unread ? reply.message : "");
  if (state !== "saved") return;
  echo(question, reply, question.querySelector("[name='check']").value);
  if (reply.attempt) question.dataset.sheet = reply.attempt;
  question.dataset.place = reply.position;
  question.querySelector("[data-another]").hidden = !reply.grade;
  tell(question, reply);
}

// Another question like this one takes its place here; it is the learner's own from then on.
async function another(question) {
  const { placed, sheet, attempt = sheet, place, number = place } = question.dataset;
  show(question, STATES.saving);
  try {
    const reply = await fetch(form.dataset.another.replace(NOBODY, attempt), {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(form) },
      body: new URLSearchParams({ another: number, placed }),
    });
    if (!reply.ok) throw new Error(reply.status);
    swap(question, new DOMParser().parseFromString(await reply.text(), "text/html"));
  } catch {
    show(question, STATES.lost);
  }
}

function swap(question, page) {
  const next = page.querySelector("[data-placed]");
  show(question, STATES.saved);
  if (!next) { // this one is worked through, or there is a reason why not
    question.querySelector("[data-verdicts]").replaceChildren(...page.querySelectorAll("body > [data-worked], body > .notice"));
    return;
  }
  question.replaceWith(next);
  enhance(next);
  next.tabIndex = -1;
  next.focus();
}

async function enhance(question) {
  if (question.querySelector("[data-order]")) (await import("./ordering.js")).enhanceIn(question);
  if (question.querySelector("[data-hotspot]")) (await import("./hotspot.js")).enhanceIn(question);
}

function keep(question) {
  drafts.put(question.dataset.placed, read(shapeIn(question)), "typed", { to: target(question) });
}

// What was typed while this module was on its way is newer than what was kept before.
function takeUp(question) {
  const answer = read(shapeIn(question)), draft = drafts.get(question.dataset.placed);
  const isHere = draft !== null && same(draft.to, target(question));
  if (draft?.kind === "check" && !isHere) handIn(draft);
  if (answer !== null && !(isHere && same(answer, draft.answer))) keep(question);
  else if (isHere) {
    write(shapeIn(question), draft.answer);
    if (draft.kind === "check") outbox.add(draft);
  }
}

// The answer to one that stood here before: its verdict is in the practice.
async function handIn(draft) {
  const { status } = await outbox.post(draft);
  if (status === 200 || status === 201) drafts.acknowledge(draft);
}

const placedAt = (event) => event.target.closest?.("[data-placed]");

document.addEventListener("input", (event) => {
  const question = placedAt(event);
  if (!question || !event.target.name?.startsWith("answer-")) return;
  forget(question);
  show(question, STATES.saved);
  keep(question);
});

document.addEventListener("keydown", (event) => {
  const question = placedAt(event);
  if (event.key !== "Enter" || !question || !event.target.matches("input:not([type]), input[inputmode]")) return;
  event.preventDefault();
  check(question);
});

document.addEventListener("click", (event) => {
  const question = placedAt(event);
  const button = question && event.target.closest("button"), choice = question && choiceAt(event);
  if (choice) {
    choose(choice, question.querySelector(`input[name="${choice.name}"]`));
    keep(question);
    return check(question);
  }
  if (button?.name === "check") {
    event.preventDefault();
    check(question);
  } else if (button && "another" in button.dataset) another(question);
});

export function start(question) {
  enhance(question);
  takeUp(question);
}
