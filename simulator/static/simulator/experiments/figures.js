// The plots of the page: drawn at the width there is, each with its words and its numbers as a table.
import { element, tableOf } from "./elements.js";
import { draw } from "./plot.js";
import { summary, table } from "./summary.js";

const THINNED = "Some of the points; the drawing has them all.";

// Shows these plots in `host`. A figure that is there already is drawn anew and keeps its open table.
export function showPlots(host, plots) {
  const figures = [...host.children];
  plots.forEach((plot, i) => {
    const figure = figures[i] ?? host.appendChild(newFigure());
    update(figure, plot);
  });
  for (const figure of figures.slice(plots.length)) figure.remove();
}

function newFigure() {
  const numbers = element("details", [element("summary", "The numbers as a table"), element("div")]);
  return element("figure", [element("div", [], { class: "sheet" }), element("figcaption"), numbers]);
}

const shown = new WeakMap();

function update(figure, plot) {
  shown.set(figure, plot);
  paint(figure);
  const words = summary(plot), [, caption, numbers] = figure.children, data = table(plot);
  caption.replaceChildren(element("b", `${plot.title}.`), ` ${words}`);
  numbers.lastElementChild.replaceChildren(tableOf(data, plot.title), ...(data.isThinned ? [element("p", THINNED, { class: "small quiet" })] : []));
}

function paint(figure) {
  const plot = shown.get(figure), [sheet] = figure.children;
  sheet.innerHTML = draw(plot, Math.floor(sheet.clientWidth), `${plot.title}. ${summary(plot)}`);
}

export function followWidth(host) {
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    for (const figure of host.querySelectorAll("figure")) paint(figure);
  }).observe(host);
}
