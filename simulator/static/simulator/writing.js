// How numbers are written. The same as simulator/engine/numbers.py and simulator/drawing/view.py; a test holds them together.

// A number as the page writes it: a true minus, no trailing zeros, never "−0"; tiny or huge ones keep their first digits.
export function written(value, decimals = 4) {
  const size = Math.abs(value);
  const text = value !== 0 && (size < 0.5 * 10 ** -decimals || size >= 1e9) ? shortExponent(value.toExponential(size < 1 ? 1 : 3)) : trimmed(fixed(value, decimals));
  return (text === "-0" ? "0" : text).replaceAll("-", "−");
}

// toFixed rounds a tie away from zero, the server to the even digit: 0.125 is 0.12 for both.
function fixed(value, decimals) {
  const halves = Math.abs(value) * 2 * 10 ** decimals;
  const isTie = Number.isInteger(value * 2 ** (decimals + 1)) && halves % 2 === 1;
  if (!isTie) return value.toFixed(decimals);
  const low = (halves - 1) / 2;
  return ((Math.sign(value) * (low % 2 ? low + 1 : low)) / 10 ** decimals).toFixed(decimals);
}

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

function shortExponent(text) {
  const [mantissa, exponent] = text.split("e");
  return `${trimmed(mantissa)}e${Number(exponent)}`;
}

// As the drawing writes it: below four decimals, what would round to zero but is not is "≈0".
export function brief(value, decimals) {
  if (value === null) return "";
  const isTiny = value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals;
  return isTiny && decimals < 4 ? "≈0" : written(value, decimals);
}

export function sign(value) {
  if (!value) return "nil";
  return value > 0 ? "pos" : "neg";
}

export const rounded = (value) => Math.floor(value * 10 + 0.5) / 10;
export const subscript = (number) => String(number).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
