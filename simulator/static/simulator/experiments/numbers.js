// Numbers as the experiments write them. The same as simulator/engine/numbers.py and simulator/experiments/telling.py.
import { written } from "../network.js";

// Counts in groups of three digits; – for what is no number.
export function numberText(value, decimals) {
  if (value === null || value === undefined) return "–";
  if (decimals === 0) return Number(value.toFixed(0)).toLocaleString("en-GB").replace("-", "−");
  const size = Math.abs(value), isTiny = size < 0.5 * 10 ** -decimals && size >= 1e-4; // its first two digits, without an exponent
  return isTiny ? String(Number(value.toPrecision(2))).replace("-", "−") : written(value, decimals);
}

// As on an axis or in a sentence about a plot: three digits that mean something.
export function brief(value) {
  if (value === null || value === undefined) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 10000) return Number(value.toPrecision(4)).toLocaleString("en-GB").replace("-", "−");
  if (size < 0.001) return Number(value.toPrecision(2)).toExponential().replace("e-", "e−").replace("e+", "e").replace(/^-/, "−");
  return String(Number(value.toPrecision(size >= 1000 ? 4 : 3))).replace("-", "−");
}
