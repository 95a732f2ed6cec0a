// The arrow keys in a drawing. Along the flow they lead from a unit onto an edge and on to the unit at its end; across
// it, from unit to unit of a layer, or from edge to edge of the unit that one came from.

const ALONG = { right: { ArrowRight: 1, ArrowLeft: -1 }, down: { ArrowDown: 1, ArrowUp: -1 } };
const ACROSS = { right: { ArrowDown: 1, ArrowUp: -1 }, down: { ArrowRight: 1, ArrowLeft: -1 } };

let shared = "data-to"; // the end that the edges one walks across have in common

// The part that an arrow leads to, or undefined at the border.
export function walk(host, part, key) {
  const { flow } = host.querySelector("svg").dataset, along = ALONG[flow][key], aside = ACROSS[flow][key] ?? 0;
  const place = (each) => middle(each)[flow === "right" ? "y" : "x"];
  const { unit } = part.dataset;
  if (unit && along) return edgeFrom(host, part, along, place) ?? nearest(layer(host, unit, along), part, place);
  if (unit) return neighbour(layer(host, unit, 0), part, aside, place);
  if (along) return host.querySelector(`[data-unit="${part.getAttribute(along > 0 ? "data-to" : "data-from")}"]`);
  return neighbour(edges(host, shared, part.getAttribute(shared)), part, aside, place);
}

const edges = (host, end, unit) => [...host.querySelectorAll(`.hit[${end}="${unit}"]`)];

// The units of the layer that lies so many layers on.
function layer(host, unit, by) {
  return [...host.querySelectorAll(`[data-unit^="${Number.parseInt(unit, 10) + by}."]`)];
}

// Onto the straightest edge that leaves a unit, or that comes in.
function edgeFrom(host, part, along, place) {
  const end = along > 0 ? "data-from" : "data-to", own = edges(host, end, part.dataset.unit);
  if (own.length) shared = end;
  return nearest(own, part, place);
}

function nearest(parts, from, place) {
  const far = (part) => Math.abs(place(part) - place(from));
  return parts.sort((p, q) => far(p) - far(q))[0];
}

function neighbour(parts, part, aside, place) {
  const sorted = parts.sort((p, q) => place(p) - place(q));
  return sorted[sorted.indexOf(part) + aside];
}

function middle(part) {
  const box = (part.querySelector(".body") ?? part).getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
