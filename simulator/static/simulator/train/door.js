// The two doors that this page asks: its own, which reads the settings, and that of the runs.
import { NoAnswer, orNoAnswer, send } from "../api.js";

const TRIES = 3; // when the machine is busy
const CLOSED = ["The settings cannot be read now.", "Reload the page to see why; copy what you typed before, if it is long."];

// What went wrong, as a lead and a sentence that says what to do.
export class Trouble extends Error {
  constructor(lead, words) {
    super(`${lead} ${words}`);
    Object.assign(this, { lead, words });
  }
}

// What a door gives, or, without an answer, what to do.
async function reached(promise) {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new Trouble(error.message, `Nothing is lost. Your settings stay as they are: train again ${error.when}.`);
  }
}

// {told} of settings that can be trained, or {errors, choices} by the name of the control.
export async function readSettings(form, signal) {
  const asked = fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal });
  const response = await reached(orNoAnswer(asked));
  const body = await json(response);
  if (response.ok && body) return { told: body };
  if (body?.errors) return { errors: body.errors, choices: body.choices };
  throw new Trouble(...CLOSED);
}

// The film of a run. While the machine is busy it comes again by itself; `wait` is told for how many seconds.
export async function askFilm(address, order, signal, wait) {
  for (let tries = 1; ; tries += 1) {
    const response = await reached(send(address, order, signal));
    const body = await json(response);
    if (response.ok && body) return body;
    if (response.status !== 429 || tries === TRIES) throw new Trouble(body?.message ?? "The film did not arrive.", advice(response, body));
    const seconds = Math.max(1, Number(response.headers.get("Retry-After")) || 1);
    wait(seconds);
    await pause(1000 * seconds, signal);
  }
}

// null for what is no JSON, such as a proxy's page; a body that breaks off in the middle is no answer.
async function json(response) {
  const text = await reached(orNoAnswer(response.text()));
  try {
    return JSON.parse(text);
  } catch {
    if (response.ok || response.status >= 500) return reached(Promise.reject(new NoAnswer()));
    return null;
  }
}

function advice({ status }, body) {
  if (status === 429) return "Your settings stay as they are: train again in a moment.";
  return body?.next ?? "Your settings stay as they are: train again in a moment.";
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
