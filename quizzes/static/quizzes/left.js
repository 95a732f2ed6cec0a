// Sends answers of quizzes that are open in no tab in sight. The server says whose attempt it is: what belongs to another
// account stays, and is tried again after the next sign-in, which changes the token.
import { Drafts } from "./drafts.js";
import { csrfToken, Outbox } from "./outbox.js";

const tried = new Map(); // key → the token with which it was refused
let sending = false;

export async function sendLeft(keys) {
  const here = document.querySelector("[data-quiz]")?.dataset.attempt; // that page sends its own
  const token = csrfToken();
  if (sending || !token) return;
  sending = true;
  for (const key of keys) {
    const [, attempt, position] = key.split(":");
    if (attempt !== here && tried.get(key) !== token) await sendOne(key, attempt, position, token);
  }
  sending = false;
}

async function sendOne(key, attempt, position, token) {
  const drafts = new Drafts(attempt);
  const draft = drafts.get(position);
  if (!draft) return;
  const { status, body } = await Outbox.prototype.post.call({ url: `/api/attempts/${attempt}/responses/` }, draft);
  if ([200, 201, 400].includes(status) || (status === 409 && body.code === "closed")) drafts.acknowledge(draft);
  else if ([401, 403, 404].includes(status)) tried.set(key, token);
}
