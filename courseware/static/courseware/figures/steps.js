// Steps of a pass that are left to the reader, one after the other: the engine checks each number that is typed. What follows
// from a wrong number is never asked: after two misses the step is shown. Two rights in a row at the first try, and what is
// left before the next question may be skipped.
import { NoAnswer, post } from "../../simulator/api.js";
import { choiceAt, choose } from "../../simulator/choices.js";
import { element } from "../../simulator/elements.js";
import { notice } from "../../simulator/notice.js";
import { read } from "../../simulator/permalink.js";
import { breakIfLong } from "../../simulator/step/formula.js";
import { verdictOn } from "../../simulator/step/verdict.js";

const TRIES = 2, CLEAN = 2;
const inARow = new Map(); // rights at the first try, for the question that they lead to

export function start(figure) {
  const find = (name) => figure.querySelector(`[data-${name}]`);
  const steps = [...figure.querySelectorAll("[data-step]")], probes = steps.map(({ dataset }) => dataset.step);
  const box = figure.querySelector(".try"), form = box.querySelector("form"), { n, at, answer } = form.elements, network = read(`?n=${n.value}`), question = questionAfter(figure);
  let now = at.value ? probes.indexOf(at.value) : steps.length, misses = 0, asked = null; // the number that is being checked, or was

  function show() {
    const isAsking = now < steps.length;
    steps.forEach(mark);
    for (const part of figure.querySelectorAll("svg [data-probe]")) mark(part, placeOf(part));
    form.hidden = !isAsking;
    if (find("begin")) find("begin").hidden = isAsking;
    if (!isAsking) return;
    if (!steps[now].contains(box)) steps[now].append(box);
    at.value = probes[now];
    form.querySelector("label").textContent = `${steps[now].querySelector("span").textContent}?`;
  }

  // Forward, the loss comes last: it would tell the output.
  const placeOf = (part) => (part.dataset.probe === "loss" && !part.closest(".backward") ? steps.length : probes.indexOf(part.dataset.probe));

  function mark(part, step) {
    part.classList.toggle("later", step > now);
    part.classList.toggle("asked", step === now && now < steps.length);
  }

  function go(step) {
    [now, misses, asked, answer.value] = [step, 0, null, ""];
    find("said").replaceChildren();
    show();
    answer.focus();
  }

  // On to the next step; what came of this one stays with it.
  function goOn(...words) {
    const told = element("div", words, { class: "came", tabindex: "-1" });
    steps[now].append(told);
    go(now + 1);
    if (form.hidden) told.focus();
    else find("said").append(element("p", told.textContent, { class: "unseen" })); // read out: the focus is in the field
  }

  function miss() {
    inARow.set(question, 0);
    misses += 1;
    return misses === TRIES;
  }

  function hit() {
    if (misses) return;
    inARow.set(question, (inARow.get(question) ?? 0) + 1);
    if (question && inARow.get(question) >= CLEAN) offer(question);
  }

  function judge(checked, probe) {
    const verdict = verdictOn(checked);
    if (checked.correct) {
      hit();
      goOn(verdict);
    } else if (checked.correct === false && miss()) goOn(verdict, element("p", "The step is shown now. Go on from its number.", { class: "small" }));
    else find("said").replaceChildren(verdict);
  }

  async function check() {
    const probe = probes[now];
    if (asked === answer.value) return;
    asked = answer.value;
    try {
      const { ok, body } = await post(`${form.dataset.check}?explain=1`, { network, probe, answer: asked, told: probes.slice(0, now) });
      if (probe !== probes[now]) return; // the reader has gone on
      if (ok) judge(body, probe);
      else find("said").replaceChildren(notice("partly", "", [body.message]));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      asked = null;
      find("said").replaceChildren(notice("partly", error.message, [`Your number stays here; check it again ${error.when}.`]));
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  find("said").addEventListener("click", (event) => {
    const button = choiceAt(event);
    if (!button) return;
    choose(button, answer);
    check();
  });
  find("show").addEventListener("click", () => {
    miss();
    goOn();
  });
  find("begin")?.addEventListener("click", ({ target }) => {
    for (const told of figure.querySelectorAll(".came")) told.remove();
    if (target.dataset.hide) go(steps.length - target.dataset.hide);
  });
  for (const shown of figure.querySelectorAll(".walk details")) shown.replaceWith(shown.querySelector(".worked"));
  for (const value of figure.querySelectorAll(".worked > math > mrow > :last-child")) value.classList.add("value");
  for (const line of figure.querySelectorAll(".symbols, .worked")) breakIfLong(line);
  show();
}

const questionAfter = (figure) =>
  [...document.querySelectorAll("[data-placed]")].find((question) => figure.compareDocumentPosition(question) & Node.DOCUMENT_POSITION_FOLLOWING)?.id;

// Each figure on the way to this question says so from then on.
function offer(question) {
  for (const box of document.querySelectorAll(".try")) {
    if (box.dataset.offered || questionAfter(box) !== question) continue;
    box.dataset.offered = "yes";
    const link = element("a", "go on to a question with fresh numbers", { href: `#${question}` });
    box.append(element("p", ["Two right in a row: you may ", link, "."], { class: "small" }));
  }
}
