// Characters that look like others, or like nothing. The same as simulator/engine/look_alikes.py; a test compares the two.
const SIGNS = {
  "-": "‐‑‒–—―−\u02d7\u2043\u2796\ufe58\ufe63\u30fc\uff70",
  ".": "\u2024\ufe52\u3002\uff61",
  ",": "\u060c\u201a\ufe50\u3001\uff64",
  "'": "\u2018\u2019\u02bc\u066c",
  "×": "*xX×\u00b7\u22c5\u2219\u2022\u2715\u2a2f",
};
export const DECIMAL_SIGN = "\u066b";
export const RAISED = Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"].map((sign, at) => [sign, "0123456789+-"[at]]));
const FOLDED = Object.fromEntries([
  ...[...`0123456789+-.,' eE^(){}${DECIMAL_SIGN}`].map((sign) => [sign, sign]),
  ...Object.entries(SIGNS).flatMap(([own, others]) => [...others].map((sign) => [sign, own])),
]);
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const ENDS = /^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g;

export const withoutInvisible = (text) => text.replace(INVISIBLE, "");
export const strip = (text) => text.replace(ENDS, "");

// Each character in our own; raised digits are an exponent in braces. null for one that is not of the grammar.
export function fold(text) {
  const signs = [...text];
  return signs.map((sign, at) => {
    if (!(sign in RAISED)) return foldedSign(sign);
    return `${signs[at - 1] in RAISED ? "" : "^{"}${RAISED[sign]}${signs[at + 1] in RAISED ? "" : "}"}`;
  });
}

function foldedSign(sign) {
  const code = sign.codePointAt(0), own = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : sign;
  if (Object.hasOwn(FOLDED, own)) return FOLDED[own];
  if (/\p{Nd}/u.test(own)) return String(digitOf(own.codePointAt(0)));
  return /\p{Zs}/u.test(own) ? " " : null;
}

// Decimal digits come in runs of ten, from 0 to 9.
function digitOf(code) {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}
