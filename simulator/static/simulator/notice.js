// A notice in one of the page's tones: a sentence in bold, its reasons, and what may be done.
import { element, sign } from "./elements.js";

export function notice(tone, lead, reasons = [], more = []) {
  const words = [...(lead ? [element("b", lead)] : []), ...(lead && reasons.length === 1 ? [" "] : []), ...(reasons.length === 1 ? reasons : [])];
  const list = reasons.length > 1 ? [element("ul", reasons.map((reason) => element("li", reason)))] : [];
  return element("div", [sign(tone), element("div", [element("p", words), ...list, ...more])], { class: `notice is-${tone}` });
}
