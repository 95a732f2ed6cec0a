// What every part of the page shares: its places, the experiment as data, and what has been done so far.
import { Kept } from "./keeping.js";

export const experiment = JSON.parse(document.getElementById("experiment").textContent);
export const lab = document.querySelector("[data-lab]");
export const find = (name) => lab.querySelector(`[data-${name}]`);

const kept = new Kept(experiment);
const empty = () => ({ answers: null, chosen: {}, points: [], own: [], seen: null, look: null });

// `points` are the runs of the sweep, in its order; `own` are the learner's; `chosen` are the parameters that it leaves to them.
export const state = kept.read() ?? empty();
export const keep = () => kept.write(state);

export const isDone = () => state.points.length >= experiment.sweep.length;
export const setsToRun = () => experiment.sweep.slice(state.points.length).map((parameters) => ({ ...parameters, ...state.chosen }));
