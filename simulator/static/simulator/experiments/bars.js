// Bars that lie, so that their names can be read: a group a category, a bar a series, each with its number. Pure.
import { numberText } from "./numbers.js";
import { scale } from "./scales.js";
import { escape, round, widthOf } from "./text.js";

const BAR = 18, GAP = 4, GROUP = 14, HEAD = 18;

export function bars(plot, width) {
  const categories = [...new Set(plot.series.flatMap(({ points }) => points.map(([name]) => name)))];
  const values = plot.series.flatMap(({ points }) => points.map(([, value]) => value));
  const isSigned = values.some((value) => value < 0), isNamed = plot.series.length > 1;
  const texts = plot.series.flatMap(({ name, points }) => points.map(([, value]) => textOf(value, name, isNamed)));
  const room = Math.min(Math.max(...texts.map(widthOf)) + 12, width * 0.72);
  const x = scale({ ...plot.y, log: false, low: isSigned ? null : 0 }, [0, ...values], 12, width - room);
  let height = 4;
  const rows = categories.map((category) => {
    const head = `<text class="title" x="12" y="${height + 13}">${escape(category)}</text>`;
    height += HEAD;
    const drawn = plot.series.map((one, i) => ({ one, i, value: one.points.find(([name]) => name === category)?.[1] })).filter(({ value }) => value !== undefined)
      .map(({ one, i, value }) => {
        const row = bar(one, i, value, height, x, isSigned, isNamed);
        height += BAR + GAP;
        return row;
      });
    const zero = `<path class="base" d="M${round(x.at(0))} ${height - drawn.length * (BAR + GAP) - 3}V${height - GAP + 3}"/>`;
    height += GROUP;
    return head + drawn.join("") + zero;
  });
  return { height: height - 4, content: rows.join("") };
}

const textOf = (value, name, isNamed) => `${numberText(value, 4)}${isNamed ? ` ${name}` : ""}`;

function bar({ name, own }, i, value, top, x, isSigned, isNamed) {
  const from = x.at(0), to = x.at(value), left = Math.min(from, to), sign = value < 0 ? "neg" : "pos";
  const style = own ? "own" : `bar-${i % 4}${isSigned ? ` ${sign}` : ""}`;
  const number = `<tspan class="number">${numberText(value, 4)}</tspan>${isNamed ? ` ${escape(name)}` : ""}`;
  return `<rect class="bar ${style}" x="${round(left)}" y="${top}" width="${round(Math.max(Math.abs(to - from), 1.5))}" height="${BAR}"/>`
    + `<text x="${round(Math.max(from, to) + 6)}" y="${top + 13}">${number}</text>`;
}
