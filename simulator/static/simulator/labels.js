// Where the numbers on the edges stand: all of one gap or none, for a half-labelled gap misleads.
// The same as simulator/drawing/labels.py; a test holds the two together.

// Along the edge, the middle first and then ever further to both sides.
const PLACES = Array.from({ length: 27 }, (_, i) => 0.5 + (i % 2 ? -1 : 1) * Math.ceil(i / 2) * 0.025);
const CLEARANCE = 3; // between a label and an edge that is not its own

export const at = ({ a, b }, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

export function lengthOf({ a, b }) {
  const dx = b.x - a.x, dy = b.y - a.y;
  return Math.sqrt(dx * dx + dy * dy);
}

export const boxRound = ({ x, y }, width, height) => ({ left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 });
export const touch = (p, q) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom;
export const isInside = (box, plan) => box.left >= 0 && box.top >= 0 && box.right <= plan.width && box.bottom <= plan.height;

function crosses({ a, b }, box) { // Liang–Barsky clipping
  let low = 0, high = 1;
  const dx = b.x - a.x, dy = b.y - a.y;
  for (const [p, q] of [[-dx, a.x - box.left], [dx, box.right - a.x], [-dy, a.y - box.top], [dy, box.bottom - a.y]]) {
    if (p === 0) { if (q < 0) return false; }
    else if (p < 0) low = Math.max(low, q / p);
    else high = Math.min(high, q / p);
  }
  return low < high;
}

// One place for the number of each edge, clear of what is `taken` and of each other; empty where they do not all fit.
// A straight column of labels is tried first, then two columns, then one label after the other.
export function placeLabels(edges, every, taken, plan) {
  const tables = edges.map((edge) => PLACES.map((t) => placeFor(edge, t, every, taken, plan)));
  for (const attempt of [column, twoColumns, oneByOne]) {
    const places = attempt(tables, edges);
    if (places.length) return places;
  }
  return [];
}

function placeFor(edge, t, every, taken, plan) {
  const { small, names } = plan.size;
  const letters = Math.max(edge.text.length, 3); // a lone "?" should look like a place to write in
  const spot = at(edge, t), box = boxRound(spot, letters * small * 0.58 + (names ? 12 : 8), small + 6);
  const free = isInside(box, plan) && !taken.some((other) => touch(box, other));
  const near = { left: box.left - CLEARANCE, top: box.top - CLEARANCE, right: box.right + CLEARANCE, bottom: box.bottom + CLEARANCE };
  return { ...spot, box, free, cost: free ? every.filter((other) => other !== edge && crosses(other, near)).length : 0 };
}

function column(tables) {
  return cheapest(tables, PLACES.map((t, n) => [Math.abs(t - 0.5) * 4, tables.map(() => n)]));
}

// Odd and even units take turns, first of the layer that an edge leaves, then of the one it enters.
function twoColumns(tables, edges) {
  const options = ["a", "b"].flatMap((end) => PLACES.flatMap((first, s) => PLACES.map((second, t) =>
    [Math.abs(first - 0.5) + Math.abs(second - 0.5), edges.map((edge) => (edge[end].unit % 2 ? t : s))])));
  return cheapest(tables, options);
}

function cheapest(tables, options) {
  const priced = [];
  for (const [penalty, choice] of options) {
    const places = tables.map((table, i) => table[choice[i]]);
    if (places.every((place) => place.free)) priced.push([2 * places.reduce((sum, place) => sum + place.cost, 0) + penalty, places]);
  }
  priced.sort(([p], [q]) => p - q);
  return priced.find(([, places]) => areApart(places))?.[1] ?? [];
}

const areApart = (places) => !places.some((p, n) => places.slice(0, n).some((q) => touch(p.box, q.box)));

function oneByOne(tables) {
  const chosen = [];
  for (const table of tables) {
    const free = table.filter((place) => place.free && !chosen.some((other) => touch(place.box, other.box)));
    if (!free.length) return [];
    chosen.push(free.reduce((best, place) => (place.cost < best.cost ? place : best)));
  }
  return chosen;
}
