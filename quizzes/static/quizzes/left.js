// Sends answers that wait for a quiz or a chapter that is not this page. An answer that belongs to another account stays, and is
// tried again after the next sign-in, which changes the token.
import { Drafts } from "./drafts.js";
import { csrfToken, Outbox } from "./outbox.js";

const tried = new Map(); // key → the token with which it was refused
let sending = false;

export async function sendLeft(keys) {
  const here = document.querySelector("[data-quiz]")?.dataset.attempt ?? location.pathname; // this page sends its own
  const token = csrfToken();
  if (sending || !token) return;
  sending = true;
  for (const key of keys) {
    const [, place, ...rest] = key.split(":");
    if (place !== here && tried.get(key) !== token && isOurs(rest)) await sendOne(key, place, rest, token);
  }
  sending = false;
}

// In a chapter, whose answer it is: a visitor's belongs to whoever signs in next. Of an attempt the server knows it.
function isOurs([reader, question]) {
  return !question || reader === "" || reader === document.documentElement.dataset.reader;
}

async function sendOne(key, place, rest, token) {
  const drafts = new Drafts([place, ...rest.slice(0, -1)].join(":"));
  const draft = drafts.get(rest.at(-1));
  if (!draft || draft.kind === "typed") return; // typed in a chapter, and not checked yet
  const { status, body } = await Outbox.prototype.post.call({ url: `/api/attempts/${place}/responses/` }, draft);
  if ([200, 201, 400].includes(status) || (status === 409 && body.code === "closed")) drafts.acknowledge(draft);
  else if ([401, 403, 404].includes(status)) tried.set(key, token);
}
