// Answers that the server has not acknowledged yet, kept in this browser. An attempt is one person's, so its id is key enough;
// a chapter's key has the reader's name in it. Signing out clears them all (courseware/page.js).
export class Drafts {
  constructor(place) {
    this.prefix = `draft:${place}:`;
  }

  all() {
    return this.keys().map((key) => JSON.parse(localStorage.getItem(key)));
  }

  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    } catch {
      return []; // storage is switched off: answers still go to the server at once
    }
  }

  get(position) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + position));
    } catch {
      return null;
    }
  }

  // more: how sure the learner is, the hints they have seen; `to` is where the answer goes, if not where all go
  put(position, answer, kind = "save", more = {}) {
    const draft = { uuid: crypto.randomUUID?.() ?? uuid4(), position, answer, kind, ...more };
    try {
      localStorage.setItem(this.prefix + position, JSON.stringify(draft));
    } catch {
      // full or switched off: the answer is sent from memory, only a closed tab would lose it
    }
    return draft;
  }

  // Only the very draft that was acknowledged goes: a newer one is still to be sent.
  acknowledge(draft) {
    try {
      const kept = this.get(draft.position);
      if (kept?.uuid === draft.uuid) localStorage.removeItem(this.prefix + draft.position);
    } catch {
      // nothing was kept
    }
  }

  takeOver(others) {
    for (const key of others.keys()) {
      const draft = localStorage.getItem(key);
      localStorage.removeItem(key); // first, so that there is room
      localStorage.setItem(this.prefix + key.slice(others.prefix.length), draft);
    }
  }

  clear() {
    for (const key of this.keys()) localStorage.removeItem(key);
  }
}

// randomUUID is there in secure contexts only; a course on a plain-http school network is not one.
function uuid4() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
