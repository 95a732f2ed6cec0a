// Where the learner is and what is theirs to find. Pure: no page, no network.

export class Progress {
  constructor(steps, at) {
    this.steps = steps;
    this.now = Math.max(0, steps.findIndex((step) => step.probe === at));
    this.furthest = this.now;
    this.predictsEach = false;
    this.open = new Set(); // hidden, for the learner to find
    this.found = new Set();
    this.shown = new Set();
  }

  get step() { return this.steps[this.now]; }
  get probe() { return this.step.probe; }
  get isOpen() { return this.open.has(this.probe); }

  indexOf(probe) { return this.steps.findIndex((step) => step.probe === probe); }
  isReached(probe) { const i = this.indexOf(probe); return i >= 0 && i <= this.now; }
  isKnown(probe) { return this.isReached(probe) && !this.open.has(probe); }

  // What is left hidden behind is shown: the formulas from here on are written with it.
  go(to) {
    this.now = Math.max(0, Math.min(this.steps.length - 1, to));
    for (const probe of [...this.open]) if (this.indexOf(probe) < this.now) this.show(probe);
    if (this.now > this.furthest && this.predictsEach) this.hide();
    this.furthest = Math.max(this.furthest, this.now);
  }

  hide() {
    if (this.step.value === null) return;
    this.open.add(this.probe);
    this.found.delete(this.probe);
    this.shown.delete(this.probe);
  }

  show(probe = this.probe) { if (this.open.delete(probe)) this.shown.add(probe); }
  find() { if (this.open.delete(this.probe)) this.found.add(this.probe); }

  predictEach(on) {
    this.predictsEach = on;
    if (on && !this.found.has(this.probe)) this.hide();
  }

  // The same steps with other numbers: what was predicted no longer counts, what is hidden stays so.
  renew(steps) {
    this.steps = steps;
    for (const { probe, value } of steps) if (value === null) this.open.delete(probe);
    this.found.clear();
    this.shown.clear();
  }

  get tally() {
    if (!this.found.size && !this.shown.size) return "Nothing predicted yet.";
    return `${this.found.size} predicted${this.shown.size ? `, ${this.shown.size} shown` : ""}.`;
  }
}
