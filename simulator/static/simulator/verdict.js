// What the page says about a checked answer, in the words of simulator/verdicts.py.
import { written } from "./network.js";

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

export function notice(tone, lead, reasons = [], more = []) {
  const words = [...(lead ? [element("b", lead)] : []), ...(lead && reasons.length === 1 ? [" "] : []), ...(reasons.length === 1 ? reasons : [])];
  const list = reasons.length > 1 ? [element("ul", reasons.map((reason) => element("li", reason)))] : [];
  const shape = document.getElementById(`sign-${tone}`).content.cloneNode(true);
  return element("div", [shape, element("div", [element("p", words), ...list, ...more])], { class: `notice is-${tone}` });
}

// `checked` is the reply of POST /api/simulator/check/; `titleOf` names a step that can be looked at, or is empty.
export function verdictOn(checked, probe, isStep) {
  if (checked.correct === null) return notice("partly", "", [checked.message]);
  if (checked.correct) return notice("right", `Right: ${written(checked.expected)}.`);
  const reasons = checked.diagnoses.length ? checked.diagnoses.map((found) => found.feedback) : [checked.message];
  const lead = `${written(checked.read, 6)} is not it.${reasons.length > 1 ? " More than one slip gives this number:" : ""}`;
  const nodes = new Set(checked.diagnoses.map((found) => found.node)), [node] = nodes;
  const look = nodes.size === 1 && node !== probe && isStep(node)
    ? [element("p", element("button", "Look at the step where it first differs", { type: "button", class: "plain link", "data-look": node }))] : [];
  return notice("wrong", lead, reasons, look);
}
