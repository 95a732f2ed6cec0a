// Reading a number as people type it. The same as simulator/engine/typed_numbers.py; a test compares the two.
import { DECIMAL_SIGN, fold, strip, withoutInvisible } from "./look_alikes.js";
import { refusalOfShape, refusalOfSign } from "./refused_numbers.js";

const LENGTH = 40, LONGEST = 400, LARGEST = 1e300;
const DIGITS = `[0-9.,' ${DECIMAL_SIGN}]+?`, EXPONENT = "([+-]? *[0-9]{1,3})";
const SHAPE = new RegExp(
  `^(?<open>\\( *)?(?<sign>[+-]?) *(?:(?<plain>${DIGITS})(?: *[eE] *${EXPONENT})?`
  + `|(?:(?<factor>${DIGITS}) *× *)?10 *(?:\\^|××) *(?:${EXPONENT}|\\{ *${EXPONENT} *\\}|\\( *${EXPONENT} *\\)))(?<close> *\\))?$`,
);
const SPACED_POINT = /^[0-9]* *\. *[0-9]*$/;

// {value, choices, problem}: a number, or two texts that can be typed instead, or neither; then `problem` says why.
// Where a whole number is asked (isWhole), 1,234 has one meaning and 1.234 two.
export function readTyped(text, { isWhole = false, unit = "" } = {}) {
  const typed = [...text], visible = strip(withoutInvisible(typed.slice(0, LONGEST).join("")));
  const bare = (unit && visible.endsWith(unit) && strip(visible.slice(0, -unit.length))) || visible;
  if (typed.length > LONGEST || [...bare].length > LENGTH) return refused(`This is longer than ${LENGTH} characters. Write the number with fewer digits.`);
  const folded = fold(bare), unknown = folded.indexOf(null);
  if (unknown >= 0) return refused(refusalOfSign([...bare][unknown], bare));
  return read(bare, folded.join(""), isWhole);
}

// The number that was typed; null for what cannot be read, or has two meanings.
export const readNumber = (text, options) => readTyped(text, options).value;

const refused = (problem, choices = []) => ({ value: null, choices, problem });

function read(typed, text, isWhole) {
  const shape = SHAPE.exec(text), power = shape?.slice(4).find((part, at) => part && [0, 2, 3, 4].includes(at));
  const { open, sign, plain, factor, close } = shape?.groups ?? {};
  const needsNone = !sign && plain !== undefined && power === undefined;
  const found = shape && Boolean(open) === Boolean(close) && !(open && needsNone) ? readings(plain ?? factor ?? "1") : [];
  if (!found.length) return refused(refusalOfShape(typed, text.replace(/ +/g, " ")));
  const start = sign.replace("+", ""), end = power ? `e${Number(power.replaceAll(" ", ""))}` : "";
  const chosen = choose(found, (plain ?? factor ?? "").includes(","), Boolean(power), isWhole);
  if (chosen === null) return askBack(typed, found.map((one) => `${start}${one}${end}`), isWhole);
  const value = Number(`${start}${chosen}${end}`);
  return Math.abs(value) <= LARGEST ? { value, choices: [], problem: "" } : refused(`“${typed}” is too large. The largest number that can be read is 1e300.`);
}

// Every meaning of digits and separators, written with a point: the one with decimals first, and at most two.
function readings(mantissa) {
  const text = SPACED_POINT.test(mantissa) ? mantissa.replaceAll(" ", "") : mantissa, found = new Map();
  for (const [pattern, group] of PATTERNS) {
    const [, whole = "", after = ""] = pattern.exec(text) ?? [];
    if (!whole && !after) continue;
    const plain = group ? whole.replaceAll(group, "") : whole, written = after ? `${plain || 0}.${after}` : plain;
    if (!found.has(Number(written))) found.set(Number(written), written);
  }
  return [...found.values()];
}

const escaped = (sign) => (sign === "." ? "\\." : sign);
const wholeOf = (group) => (group ? `([1-9][0-9]{0,2}(?:${escaped(group)}[0-9]{3})+)` : "([0-9]*)");
const PATTERNS = ["", ",", ".", "'", " "].flatMap((group) => [".", ",", DECIMAL_SIGN, ""]
  .filter((point) => point !== group || !point)
  .map((point) => [new RegExp(`^${wholeOf(group)}${point ? `${escaped(point)}([0-9]*)` : "()"}$`), group]));

function choose(found, isComma, hasPower, isWhole) {
  if (found.length === 1) return found[0];
  if (isComma) return isWhole && !hasPower ? found[1] : null;
  return isWhole && !hasPower ? null : found[0];
}

function askBack(typed, found, isWhole) {
  const choices = found.map((one) => (isWhole && !one.includes("e") ? unmistakable(one) : one));
  const [first, second] = choices.map((one) => one.replaceAll("-", "−"));
  return refused(`“${typed}” could be ${first} or ${second}. Which one do you mean?`, choices);
}

function unmistakable(text) {
  if (/\.0+$/.test(text)) return text.split(".")[0];
  return text.includes(".") ? `${text}0` : text;
}
