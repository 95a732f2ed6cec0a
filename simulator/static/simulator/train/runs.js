// The runs on the page: the one of the settings, and one that was kept to compare; and where in their films we are.
import { frameAt, momentsOf } from "./film.js";
import { Forward, grid } from "./forward.js";
import { shows } from "./page.js";
import { Player } from "./player.js";

const SIDES = [[40, 32], [Infinity, 24]]; // up to so many units, small maps of this side: a phone shows 25 frames a second
const MARGIN = 1.05; // a little more than the farthest point

export const player = new Player();
export const runs = { now: null, kept: null };

function boundsOf(film) {
  const far = Math.max(1, ...film.points.x.flat().map(Math.abs)) * MARGIN;
  return film.maps?.bounds ?? [-far, far, -far, far];
}

// `told` is what the server says of the run: its words, and its part of a link.
export function put(name, film, told) {
  const bounds = boundsOf(film);
  const units = film.places.reduce((sum, place) => sum + place.units, 0), [, side] = SIDES.find(([most]) => units <= most);
  runs[name] = { film, told, bounds, forward: new Forward(film.spec.features, film.places, ...grid(side, bounds)) };
}

// The kept one first, with their names.
export function shown() {
  const { now, kept } = runs, isPair = Boolean(now && kept);
  return [...(isPair ? [{ ...kept, name: "A", tone: "kept" }] : []), ...(now ? [{ ...now, name: isPair ? "B" : "", tone: "now" }] : [])];
}

export const loadMoments = () => player.load(momentsOf(shown().map(({ film }) => film)));
export const moments = () => shown().map((run) => ({ ...run, frame: frameAt(run.film, player.epoch) }));
export const current = () => moments().at(-1);
export const inUnits = () => moments().at(runs.kept && shows("kept") ? 0 : -1);
