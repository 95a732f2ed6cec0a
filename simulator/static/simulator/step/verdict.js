// What the page says about a checked answer, in the words of simulator/stepping/verdicts.py.
import { choicesOf } from "../choices.js";
import { element } from "../elements.js";
import { written } from "../writing.js";
import { notice } from "../notice.js";
import { asMath } from "./formula.js";

// `checked` is the reply of POST /api/simulator/check/?explain=1; `isStep` says whether a probe can be looked at.
export function verdictOn(checked, probe, isStep) {
  if (checked.correct === null) return notice("partly", "", [checked.message], checked.choices.length ? [choicesOf(checked.choices)] : []);
  if (checked.correct) return notice("right", `Right: ${written(checked.expected)}.`);
  const { diagnoses } = checked, reasons = diagnoses.length ? diagnoses.map((found) => found.feedback) : [checked.message];
  const lead = `${written(checked.read, 6)} is not it.${reasons.length > 1 ? " More than one slip gives this number:" : ""}`;
  const lines = [...new Set(diagnoses.map((found) => found.working).filter(Boolean))];
  return notice("wrong", lead, reasons, [...slips(lines.map(asMath)), ...wayTo(diagnoses, probe, isStep)]);
}

// What was done at the wrong step, shown at that step.
export function slipAt(feedback, working) {
  return notice("wrong", "This is the step that went wrong.", [feedback], slips(working ? [working] : []));
}

function slips(lines) {
  if (!lines.length) return [];
  const box = { class: "scroll", tabindex: "0", role: "group", "aria-label": "The wrong formula with numbers" };
  return [element("p", "The slip, with numbers", { class: "small quiet" }), ...lines.map((line) => element("div", line, box))];
}

function wayTo(diagnoses, probe, isStep) {
  const nodes = new Set(diagnoses.map((found) => found.node)), [{ node, feedback, working } = {}] = diagnoses;
  if (nodes.size !== 1 || node === probe || !isStep(node)) return [];
  const told = { "data-look": node, "data-feedback": feedback, "data-working": working ?? "" };
  return [element("p", element("button", "Look at the step where it first differs", { type: "button", class: "plain link", ...told }))];
}
