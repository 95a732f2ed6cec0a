// Posts the runs of a sweep one at a time, so that progress is a count and to cancel is to stop. What is done is kept.
import { orNoAnswer, send } from "../api.js";

const MOST_WAITS = 8, LONGEST_WAIT = 15; // seconds

export class Refused extends Error { // a door's own words
  constructor(body) {
    super(body.message);
    this.body = body;
  }
}

// One run. Throws Refused for what the door refuses, NoAnswer without an answer, AbortError when cancelled.
export async function runOnce(door, parameters, signal, waiting = () => {}) {
  for (let waits = 0; ; waits += 1) {
    const response = await send(door, parameters, signal);
    if (response.ok) return orNoAnswer(response.json());
    const body = await response.json().catch(() => ({ message: "The server could not answer.", next: "Try again." }));
    const seconds = Number(response.headers.get("Retry-After"));
    if (![429, 503].includes(response.status) || !seconds || waits >= MOST_WAITS) throw new Refused(body);
    waiting();
    await pause(Math.min(seconds, LONGEST_WAIT) * 1000, signal);
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}

// Runs what is still to be done of `sets`, calling `done(point)` after each.
export async function runSweep(door, sets, signal, done, waiting) {
  for (const parameters of sets) done(await runOnce(door, parameters, signal, waiting));
}
