// Why a text is not read as a number. The same as simulator/engine/refused_numbers.py; a test compares the two.
import { RAISED } from "./look_alikes.js";

const INSTEAD = "Write a number, such as 0.73 or 2e-5.";
const HALF = "Write 0.5 instead of 1/2.", ONLY = "Write only the number.";
const ADVICE = {
  "/": HALF,
  "\u2044": HALF,
  "\u2215": HALF,
  "÷": "Write 0.5 instead of 1÷2.",
  "%": "Write 0.5 instead of 50%, unless the question asks for percent.",
  _: "Write 1000 instead of 1_000.",
  "=": ONLY,
  "≈": ONLY,
  "±": "Write one number, with + or −.",
  ";": "Write one number in each field.",
};
const DIGITS = Object.fromEntries([["OoQD\u041e\u043e\u039f\u03bf", "0"], ["lIi|\u0406\u0456\u0399", "1"], ["S", "5"]]
  .flatMap(([letters, digit]) => [...letters].map((letter) => [letter, digit])));
const SHAPES = [
  [/([(){}])/, "“{sign}” cannot be read here. Write the number without it."],
  [/(×)(?! ?10 ?(?:\^|××)|×)(?<!××)/, "“{sign}” cannot be read here. Write the result."],
  [/(\^|×)/, "The power in “{typed}” cannot be read. Write powers of ten as 2e-5 or 2×10^-5."],
  [/([eE])/, "The power in “{typed}” cannot be read. Write powers of ten as 2e-5 or 2×10^-5."],
  [/([+-])/, "“{sign}” cannot be read there. Write one number, with at most one sign before it."],
  [/^[0-9]{1,2}(?:,[0-9]{2})+(,)[0-9]{3}(?:\.[0-9]*)?$/, "“{typed}” groups digits in twos. Write it without “{sign}”."],
  [/( )/, "There is a space inside “{typed}”. Write one number without spaces."],
  [/([',])/, "“{sign}” in “{typed}” does not separate groups of three digits. Write the number without it."],
  [/([.\u066b])/, "There is more than one “{sign}” in “{typed}”. Write one number, such as 0.73."],
];

// About a character that no number has.
export function refusalOfSign(sign, typed) {
  const others = typed.replaceAll(sign, "");
  if (Object.hasOwn(DIGITS, sign) && /\p{Nd}/u.test(others) && !/\p{L}/u.test(others)) return `“${sign}” is not a digit. Write ${DIGITS[sign]} instead.`;
  if (/\p{L}/u.test(sign) && !/\p{Nd}/u.test(typed)) return `“${typed}” cannot be read as a number. ${INSTEAD}`;
  const word = (typed.match(/\p{L}+/gu) ?? []).find((one) => one.includes(sign)) ?? sign;
  if ([...word].length > 1) return `“${word}” cannot be read as a number. ${INSTEAD}`;
  if (/[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u.test(sign)) return `A character that does not show, U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}, cannot be read here. Delete it.`;
  if (/\p{No}/u.test(sign)) return `“${sign}” cannot be read here. Write 0.5 instead of ½.`;
  return `“${sign}” cannot be read here. ${Object.hasOwn(ADVICE, sign) ? ADVICE[sign] : INSTEAD}`;
}

// About characters that numbers have, in an order that no number has. `text` is `typed`, folded.
export function refusalOfShape(typed, text) {
  if (!typed) return "Enter a number, such as 0.73.";
  if (!/[0-9]/.test(text)) return `“${typed}” has no digits. ${INSTEAD}`;
  const raised = [...typed].find((sign) => sign in RAISED);
  if (raised) return `“${raised}” cannot be read there. Write powers of ten as 2e-5 or 2×10^-5.`;
  const bare = text.replace(/(?<=[0-9.,]) ?[eE] ?[+-]? ?[0-9]{1,3}$/, "").replace(/^[+-]? ?(?=[0-9.,])/, "");
  for (const [pattern, words] of SHAPES) {
    const found = pattern.exec(bare);
    if (found) return words.replaceAll("{sign}", () => asTyped(found[1], typed)).replaceAll("{typed}", () => typed);
  }
  return `“${typed}” cannot be read as a number. ${INSTEAD}`;
}

// A folded character as the learner wrote it.
function asTyped(sign, typed) {
  const known = { "×": "*xX·⋅∙•", "-": "−–—‐‑", "'": "’‘ʼ" };
  return [sign, ...(known[sign] ?? "")].find((one) => typed.includes(one)) ?? sign;
}
