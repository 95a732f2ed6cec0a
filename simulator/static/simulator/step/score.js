// The running score of what was predicted: right at the first try, right later, shown. Each value of each network counts
// once. It is kept for as long as the browser's tab is open, so that a page that is laid out anew goes on with it.

const KEY = "stepper-score";
const MOST = 2000; // values; beyond, the first are forgotten
const WORDS = [["first", "right at the first try"], ["later", "right later"], ["shown", "shown"]];

export class Score {
  // `network` says which network it is about at the moment; `storage` is the tab's, or null where there is none.
  constructor(network, storage) {
    this.network = network;
    this.storage = storage;
    this.outcomes = new Map(stored(storage));
  }

  key(probe) { return `${probe} ${this.network()}`; }
  of(probe) { return this.outcomes.get(this.key(probe)); }

  missed(probe) { if (!this.isSettled(probe)) this.set(probe, "missed"); }
  found(probe) { if (!this.isSettled(probe)) this.set(probe, this.of(probe) === "missed" ? "later" : "first"); }
  showed(probe) { if (!this.isSettled(probe)) this.set(probe, "shown"); }

  isSettled(probe) { return ["first", "later", "shown"].includes(this.of(probe)); }

  set(probe, outcome) {
    this.outcomes.set(this.key(probe), outcome);
    for (const key of [...this.outcomes.keys()].slice(0, Math.max(0, this.outcomes.size - MOST))) this.outcomes.delete(key);
    this.keep();
  }

  clear() {
    this.outcomes.clear();
    this.keep();
  }

  keep() {
    try {
      this.storage?.setItem(KEY, JSON.stringify([...this.outcomes]));
    } catch { /* full or forbidden: the score goes on in this page */ }
  }

  get isEmpty() { return !WORDS.some(([outcome]) => this.count(outcome)); }
  count(outcome) { return [...this.outcomes.values()].filter((each) => each === outcome).length; }

  toString() {
    if (this.isEmpty) return "Nothing predicted yet.";
    return `${WORDS.map(([outcome, words]) => [this.count(outcome), words]).filter(([count]) => count).map(([count, words]) => `${count} ${words}`).join(", ")}.`;
  }
}

function stored(storage) {
  try {
    return JSON.parse(storage?.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}
