// What the page says of an answer, in the words and the shape of simulator/laboratory/answers.py and its template.
import { written } from "../network.js";
import { notice } from "../notice.js";
import { element, sign } from "./elements.js";
import { numberText } from "./numbers.js";
import { isRightNumber, outcomeOf, rightOptions } from "./outcomes.js";

export function verdictOn(question, answer, points, typed = String(answer)) {
  const outcome = outcomeOf(question.about, points);
  if (outcome === null) return [notice("open", "These runs do not say. Go on to the last of them.")];
  if (question.kind === "choice") return ofChoice(question, answer, rightOptions(question, points));
  const measured = numberText(outcome, question.decimals), isRight = isRightNumber(question, answer, points);
  if (isRight) return [notice("right", `Right: ${measured}.`)];
  const said = written(answer, 6), [lead, ...feedback] = reasonsFor(question.known, answer, typed);
  return [notice("wrong", `Not ${said}.${lead ? ` ${lead}` : ""}`, feedback), versus(said, measured)];
}

const MOST_TYPED = 5; // decimals that are looked at

// What the number tells, worked out beforehand for each cell that explains a mistake: the lead, and the feedback.
function reasonsFor({ texts, cells } = {}, answer, typed) {
  const decimals = Math.min(typed.split(/[.,]/)[1]?.length ?? 0, MOST_TYPED);
  const places = cells?.[decimals]?.[Math.sign(answer) * Math.round(Math.abs(answer) * 10 ** decimals)] ?? [];
  return places.map((place) => texts[place]);
}

const versus = (said, measured) => element("dl", [["You predicted", said], ["It was", measured]].map(([term, number]) => element("div", [element("dt", term), element("dd", number)])), { class: "versus" });

function ofChoice({ options }, chosen, right) {
  const isRight = right.includes(chosen);
  return [notice(isRight ? "right" : "wrong", isRight ? "Right." : "Not what happened."), element("ul", options.map((option, i) => reason(option, right.includes(i), i === chosen)), { class: "reasons" })];
}

function reason({ text, reason: why }, isRight, isChosen) {
  const tone = isRight ? "right" : isChosen ? "wrong" : "open";
  const word = isRight ? (isChosen ? "Right, and yours" : "Right") : isChosen ? "Yours" : "Not so";
  return element("li", [
    element("span", sign(tone), { class: `sign is-${tone}` }),
    element("p", [`${text} `, element("span", word, { class: "small" })], { class: "said" }),
    element("p", why, { class: "why" }),
  ], { class: `reason${isChosen ? " chosen" : ""}` });
}
