// Axes: from numbers to pixels, and the round numbers along them. Pure.

const MOST_TICKS = 6;

// {at, ticks}: where a value stands between `start` and `end`, and what to write along the axis.
export function scale({ log, low, high }, values, start, end, { whole = [], isTight = false } = {}) {
  const known = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const [least, most] = domain(known, log, low, high, isTight);
  const place = log ? Math.log10 : (value) => value;
  const from = place(least), span = place(most) - from || 1;
  const at = (value) => (log && !(value > 0) ? null : start + ((place(value) - from) / span) * (end - start));
  const ticks = whole.length && whole.length <= MOST_TICKS + 2 ? whole : log ? logTicks(least, most) : linearTicks(least, most);
  return { at, ticks: ticks.filter((value) => value >= least * (1 - 1e-9) - 1e-12 && value <= most * (1 + 1e-9) + 1e-12) };
}

function domain(values, log, low, high, isTight) {
  let least = low ?? Math.min(...values), most = high ?? Math.max(...values);
  if (!Number.isFinite(least)) [least, most] = log ? [1, 10] : [0, 1];
  most = Math.max(most, least, ...values);
  least = Math.min(least, ...values);
  if (isTight && least < most) return [least, most];
  if (log) return least === most ? [least / 10, most * 10] : [roundDown(least, low), roundUp(most, high)];
  if (least === most) return [least - (Math.abs(least) || 1) / 2, most + (Math.abs(most) || 1) / 2];
  const step = stepOf(most - least);
  return [low ?? Math.floor(least / step + 1e-9) * step, high !== null && high !== undefined && high >= most ? high : Math.ceil(most / step - 1e-9) * step];
}

const roundDown = (value, given) => (given !== null && given !== undefined ? value : 10 ** Math.floor(Math.log10(value) + 1e-9));
const roundUp = (value, given) => (given !== null && given !== undefined ? value : 10 ** Math.ceil(Math.log10(value) - 1e-9));

function stepOf(span) {
  const rough = span / (MOST_TICKS - 1), power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
}

function linearTicks(least, most) {
  const step = stepOf(most - least), first = Math.ceil(least / step - 1e-9);
  return Array.from({ length: Math.floor(most / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function logTicks(least, most) {
  const first = Math.ceil(Math.log10(least) - 1e-9), last = Math.floor(Math.log10(most) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first) / (MOST_TICKS - 1)));
  const powers = Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, i) => Number(`1e${first + i * stride}`));
  if (powers.length > 2) return powers;
  return Array.from({ length: last - first + 3 }, (_, i) => first - 1 + i).flatMap((power) => [1, 2, 5].map((factor) => Number(`${factor}e${power}`)));
}
