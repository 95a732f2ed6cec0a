// What the page says of an answer, in the words and the shape of simulator/experiment_answers.py and its template.
import { written } from "../network.js";
import { element, notice, sign } from "./elements.js";
import { numberText } from "./numbers.js";
import { isRightNumber, outcomeOf, rightOptions } from "./outcomes.js";

export function verdictOn(question, answer, points) {
  const outcome = outcomeOf(question.about, points);
  if (outcome === null) return [notice("open", "These runs do not say. Go on to the last of them.")];
  if (question.kind === "choice") return ofChoice(question, answer, rightOptions(question, points));
  const measured = numberText(outcome, question.decimals);
  return [isRightNumber(question, answer, points) ? notice("right", `Right: ${measured}.`) : notice("wrong", `You said ${written(answer, 6)}. It is ${measured}.`)];
}

function ofChoice({ options }, chosen, right) {
  const isRight = right.includes(chosen);
  return [notice(isRight ? "right" : "wrong", isRight ? "Right." : "Not what happened."), element("ul", options.map((option, i) => reason(option, right.includes(i), i === chosen)), { class: "reasons" })];
}

function reason({ text, reason: why }, isRight, isChosen) {
  const tone = isRight ? "right" : isChosen ? "wrong" : "open";
  const word = isRight ? (isChosen ? "What it was, and what you said" : "What it was") : isChosen ? "What you said" : "It was not";
  return element("li", [
    element("span", sign(tone), { class: `sign is-${tone}` }),
    element("p", [`${text} `, element("span", word, { class: "small" })], { class: "said" }),
    element("p", why, { class: "why" }),
  ], { class: `reason${isChosen ? " chosen" : ""}` });
}
