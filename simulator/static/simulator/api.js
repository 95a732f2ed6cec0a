// The simulator's doors. Anyone may use them, so there is no token to send.

// There was no answer, or none that can be read: the browser is offline, or the server has gone in the middle.
export class NoAnswer extends Error {
  constructor() {
    super(navigator.onLine ? "The server did not answer." : "You are offline.");
    this.when = navigator.onLine ? "in a moment" : "when the connection is back"; // to try again
  }
}

// The same, for what is asked of a response or of its body: an AbortError stays one.
export function orNoAnswer(promise) {
  return promise.catch((error) => { throw error.name === "AbortError" ? error : new NoAnswer(); });
}

const JSON_TYPE = { "Content-Type": "application/json" };

export function send(address, body, signal) {
  return orNoAnswer(fetch(address, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body), signal }));
}

// {ok, body}: what was answered. Throws NoAnswer.
export async function post(address, body) {
  const response = await send(address, body);
  return { ok: response.ok, body: await orNoAnswer(response.json()) };
}
