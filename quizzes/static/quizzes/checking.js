// The verdict on an answer that was checked, in the server's own words: its shapes and sentences are templates of the page.
import "./steps.js";

const tones = { 0: "wrong", 1: "right" };
const SURE = 3;
const NOBODY = "00000000-0000-0000-0000-000000000000"; // stands for the attempt in an address

const placeOf = (question) => question.querySelector("[data-verdicts]");

// A verdict on an older answer must not stand beside a newer one.
export function forget(question) {
  placeOf(question)?.replaceChildren();
}

// How sure the learner says to be, 1 to 3; null where nothing is said.
export const certaintyOf = (question) => Number(question.querySelector("[name^='certainty-']:checked")?.value) || null;

// What a reply tells: the verdict, or why there is none yet. A save tells nothing.
export function tell(question, reply) {
  const place = placeOf(question);
  if (!place) return;
  const { grade, message, unread, tries_left: left } = reply;
  if (grade) {
    place.replaceChildren(verdict(grade, certaintyOf(question) === SURE, wrongNumber(question, reply)));
    place.querySelectorAll(".formula").forEach(breakIfLong);
    place.querySelectorAll("p").forEach(scrollByKeyboard);
    offerSteps(question, place, reply);
    offerAgain(question, place);
    question.dispatchEvent(new CustomEvent("told", { bubbles: true }));
  }
  else if (message && !unread.length) say(question, message);
  if (left !== null && left !== undefined) countTries(question, left);
}

export function say(question, words) {
  const found = document.getElementById("verdict-open").content.cloneNode(true);
  found.querySelector("b").textContent = words;
  placeOf(question).replaceChildren(found);
}

// The one number of a question as the server read it, if it is wrong: it is named, as pages.py does.
function wrongNumber(question, { read, grade }) {
  const isOne = question.querySelectorAll("[data-number]").length === 1;
  return isOne && grade.fraction === 0 && read && !read.includes(";") ? `Not ${read.replaceAll("-", "−")}.` : "";
}

function verdict({ fraction, feedback }, sure, words) {
  const tone = sure && fraction === 0 ? "sure" : tones[fraction] ?? "partly";
  const found = document.getElementById(`verdict-${tone}`).content.cloneNode(true);
  if (words) found.querySelector("[data-words]").textContent = words;
  if (feedback) found.querySelector("[data-feedback]").innerHTML = feedback; // rendered and sanitised by the server
  return found;
}

// A formula too wide for its box goes on below: from each "=" after the first, and where another equation begins.
function breakIfLong(box) {
  if (box.scrollWidth <= box.clientWidth) return;
  let line = box.firstElementChild, isFirst = true;
  for (const part of [...line.children]) {
    const isAnother = part.localName === "mspace" && parseFloat(part.getAttribute("width")) >= 1; // an em or two lie between
    const isSide = part.textContent === "=";
    if (isAnother || (isSide && !isFirst)) line = below(line);
    if (isAnother) part.remove();
    else line.append(part);
    if (isAnother || isSide) isFirst = isAnother;
  }
}

// One inside a sentence stays whole, and its paragraph scrolls.
function scrollByKeyboard(text) {
  if (text.scrollWidth > text.clientWidth) text.tabIndex = 0;
}

function below(line) {
  const next = line.cloneNode();
  line.after(next);
  return next;
}

// The network at the step that went wrong, opened in place; without it the link leads to a page.
function offerSteps(question, place, { grade, attempt, position }) {
  const link = place.querySelector("[data-step]");
  if (!link || !grade.has_steps) return;
  const uuid = attempt ?? question.dataset.attempt ?? question.closest("[data-attempt]").dataset.attempt;
  const from = question.dataset.placed ? `?from=${question.dataset.placed}` : "";
  link.href = link.getAttribute("href").replace(NOBODY, uuid).replace(/0\/$/, `${position}/`) + from;
  link.parentElement.hidden = false;
}

// Sure and wrong: the way to another one stands before everything else.
function offerAgain(question, place) {
  const button = question.querySelector("footer :is([data-another], [name=another])")?.cloneNode(true);
  if (!button) return;
  button.textContent = "Try another like it";
  place.querySelector("[data-again]")?.prepend(button);
}

function countTries(question, left) {
  const place = question.querySelector("[data-tries]");
  const words = JSON.parse(document.getElementById("tries-in-words").textContent);
  place.textContent = words[left] ?? "";
}
