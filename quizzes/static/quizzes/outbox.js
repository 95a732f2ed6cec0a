// Sends drafts one question at a time, the newest draft of each, until the server has acknowledged it.
const WAITS = [1000, 2000, 4000, 8000, 15000];
const TIMEOUT = 8000; // then the learner is told that the answer is kept here, and it is sent again

// Signing in or up in another tab replaces the token that this page came with; the cookie has the new one.
export function csrfToken(form) {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form?.elements.csrfmiddlewaretoken.value;
}

export class Outbox {
  // report(position, state, reply): saving | saved | kept | signed-out | closed | refused
  // written(reply): an answer has just been written down, no repeat
  // overtaken(draft): it was saved, and a newer one of its question goes out next
  constructor({ url, form, drafts, report, written, overtaken }) {
    Object.assign(this, { url, form, drafts, report, written, overtaken, waiting: new Map(), busy: new Set(), failures: 0 });
    addEventListener("online", () => this.flush());
    for (const moment of ["focus", "pageshow"]) addEventListener(moment, () => this.flush()); // back from the tab of a sign-in
    document.addEventListener("visibilitychange", () => this.flush());
  }

  add(draft) {
    this.waiting.set(draft.position, draft);
    this.send(draft.position);
  }

  get empty() {
    return this.waiting.size === 0;
  }

  async flush() {
    await Promise.all([...this.waiting.keys()].map((position) => this.send(position)));
    return this.empty;
  }

  async send(position) {
    const draft = this.waiting.get(position);
    if (!draft || this.busy.has(position)) return;
    this.busy.add(position);
    this.report(position, "saving");
    const { status, body, wait } = await this.post(draft);
    this.busy.delete(position);
    if (status === 201) this.written(body);
    if (status === 200 || status === 201) this.settle(draft, "saved", body);
    else if (status === 409 && body.code === "closed") this.settle(draft, "closed", body);
    else if (status === 401 || status === 403 || status === 404) this.report(position, "signed-out", body);
    else if (status === 400 || status === 409) this.settle(draft, "refused", body);
    else this.later(position, wait, body);
  }

  async post({ to, ...draft }) {
    const { url, ...where } = to ?? { url: this.url };
    try {
      const reply = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(this.form) },
        body: JSON.stringify({ kind: "save", ...draft, ...where }),
        keepalive: true, // a page that is left sends what it has
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const wait = 1000 * (Number(reply.headers.get("Retry-After")) || 0);
      return { status: reply.status, body: await reply.json(), wait };
    } catch {
      return { status: 0, body: null, wait: 0 };
    }
  }

  settle(draft, state, body) {
    this.failures = 0;
    this.drafts.acknowledge(draft);
    const newer = this.waiting.get(draft.position) !== draft;
    if (!newer) this.waiting.delete(draft.position);
    if (newer) {
      this.overtaken(draft);
      this.send(draft.position);
    } else this.report(draft.position, state, body);
  }

  // `least` is what the server asks for, in milliseconds; `body` says why, unless it could not be reached.
  later(position, least, body) {
    this.reason = body?.message ?? (navigator.onLine ? "The site cannot be reached." : "You are offline.");
    this.report(position, "kept", body);
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(wait, least));
  }
}
