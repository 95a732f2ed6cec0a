// What the page says about a checked answer, in the words of simulator/stepping/verdicts.py.
import { choicesOf } from "../choices.js";
import { element } from "../elements.js";
import { written } from "../writing.js";
import { notice } from "../notice.js";
import { asMath } from "./formula.js";

const LINE = { class: "scroll", tabindex: "0", role: "group" };

// `checked` is the reply of POST /api/simulator/check/?explain=1.
export function verdictOn(checked) {
  if (checked.correct === null) return notice("partly", "", [checked.message], checked.choices.length ? [choicesOf(checked.choices)] : []);
  if (checked.correct) return notice("right", `Right: ${written(checked.expected)}.`);
  const { diagnoses, lead } = checked, reasons = diagnoses.length ? diagnoses.map((found) => found.feedback) : [checked.message];
  const lines = [...new Set(diagnoses.map((found) => found.working).filter(Boolean))];
  return notice("wrong", lead, reasons, [...mistakes(lines.map(asMath)), ...firstLine(checked)]);
}

// The line of the first step worth checking, if no mistake explains the number.
function firstLine({ line }) {
  return line ? [element("div", asMath(line), { ...LINE, "aria-label": "The first line to check" })] : [];
}

function mistakes(lines) {
  if (!lines.length) return [];
  const box = { ...LINE, "aria-label": "The wrong formula with numbers" };
  return [element("p", "The mistake, with its numbers", { class: "small quiet" }), ...lines.map((line) => element("div", line, box))];
}
