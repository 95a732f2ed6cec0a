// What a finished sweep says, as one number or word, and what that makes of an answer. Pure; the same as
// simulator/experiments/outcomes.py, questions.py and telling.py: a test holds the two together.
import { numberText } from "./numbers.js";

export const atPoint = (points, at) => points.filter(({ parameters }) => Object.entries(at).every(([name, value]) => parameters[name] === value));

const readingsOf = (points, { reading, at }) => atPoint(points, at)
  .map(({ parameters, readings }) => ({ parameters, reading: readings[reading] ?? null }))
  .filter((found) => found.reading !== null);
const KINDS = {
  read: (points, about) => atPoint(points, about.at)[0]?.readings[about.reading] ?? null,
  change(points, { start, end, is_factor }) {
    const from = KINDS.read(points, start), to = KINDS.read(points, end);
    if (from === null || to === null || (is_factor && from === 0)) return null;
    return is_factor ? to / from : to - from;
  },
  first: (points, about) => readingsOf(points, about).find(({ reading }) => reading >= about.least)?.parameters[about.parameter] ?? null,
  last: (points, about) => readingsOf(points, about).findLast(({ reading }) => reading <= about.most)?.parameters[about.parameter] ?? null,
  extreme(points, about) {
    const better = about.is_highest ? (p, q) => p > q : (p, q) => p < q;
    const found = readingsOf(points, about);
    return found.length ? found.reduce((best, one) => (better(one.reading, best.reading) ? one : best)).parameters[about.parameter] : null;
  },
};

export const outcomeOf = (about, points) => KINDS[about.kind](points, about);

function isRightOption({ low, high, equals }, outcome) {
  if (outcome === null) return false;
  if (equals !== null) return outcome === equals;
  if (low === null && high === null) return false;
  return (low === null || outcome >= low) && (high === null || outcome < high);
}

// The numbers of the options that these points bear out.
export function rightOptions(question, points) {
  const outcome = outcomeOf(question.about, points);
  return question.options.flatMap((option, i) => (isRightOption(option, outcome) ? [i] : []));
}

export const isRightNumber = ({ about, tolerance }, given, points) => {
  const outcome = outcomeOf(about, points);
  return outcome !== null && Math.abs(given - outcome) <= tolerance + 1e-12;
};

export function toldText({ text, numbers }, points) {
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = outcomeOf(numbers[name].about, points);
    return typeof value === "string" ? value : numberText(value, numbers[name].decimals);
  });
}
