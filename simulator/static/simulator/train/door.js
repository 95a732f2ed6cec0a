// The two doors that this page asks: its own, which reads the settings, and that of the runs.

const TRIES = 3; // when the machine is busy
const OFFLINE = ["You are offline.", "Your settings stay as they are: train again when the connection is back."];
const CLOSED = ["The settings cannot be read now.", "Reload the page to see why; copy what you typed before, if it is long."];

// What went wrong, as a lead and a sentence that says what to do.
export class Trouble extends Error {
  constructor(lead, words) {
    super(`${lead} ${words}`);
    Object.assign(this, { lead, words });
  }
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble(...OFFLINE);
  }
}

// {told} of settings that can be trained, or {errors} by the name of the control.
export async function readSettings(form, signal) {
  const response = await reach(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return { told: body };
  if (body?.errors) return { errors: body.errors };
  throw new Trouble(...CLOSED);
}

// The film of a run. While the machine is busy it comes again by itself; `wait` is told for how many seconds.
export async function askFilm(address, order, signal, wait) {
  for (let tries = 1; ; tries += 1) {
    const response = await reach(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(order), signal });
    const body = await response.json().catch(() => null);
    if (response.ok && body) return body;
    if (response.status !== 429 || tries === TRIES) throw new Trouble(body?.message ?? "The film did not arrive.", advice(response, body));
    const seconds = Math.max(1, Number(response.headers.get("Retry-After")) || 1);
    wait(seconds);
    await pause(1000 * seconds, signal);
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
