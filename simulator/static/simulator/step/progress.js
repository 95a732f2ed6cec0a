// Where the learner is, and what is theirs to find. Pure: no page, no network.

const MOST_TOLD = 400; // that the API takes

export class Progress {
  // `score` keeps what came of each prediction.
  constructor(steps, at, score) {
    this.steps = steps;
    this.score = score;
    this.places = new Map(steps.map(({ probe }, i) => [probe, i]));
    this.now = Math.max(0, this.indexOf(at));
    this.furthest = this.now;
    this.predictsEach = false;
    this.open = new Set(); // hidden, for the learner to find
    this.stage = ""; // the stage that is hidden as a whole
  }

  get step() { return this.steps[this.now]; }
  get probe() { return this.step.probe; }
  get isOpen() { return this.open.has(this.probe); }

  indexOf(probe) { return this.places.get(probe) ?? -1; }
  isReached(probe) { const i = this.indexOf(probe); return i >= 0 && i <= this.now; }
  isKnown(probe) { return this.isReached(probe) && !this.open.has(probe); }

  // The latest steps before one whose values are shown.
  seenBefore(probe) {
    const before = this.steps.slice(0, this.indexOf(probe)).filter((step) => !this.open.has(step.probe));
    return before.slice(-MOST_TOLD).map((step) => step.probe);
  }

  // What is left hidden behind is shown: the formulas from here on are written with it.
  go(to) {
    this.now = Math.max(0, Math.min(this.steps.length - 1, to));
    for (const probe of [...this.open]) if (this.indexOf(probe) < this.now) this.show(probe);
    if (this.now > this.furthest && this.predictsEach) this.hide();
    this.furthest = Math.max(this.furthest, this.now);
  }

  hide() { if (this.step.value !== null) this.open.add(this.probe); }

  // Every value of the stage that the learner is in, from its first on or from the step `from`.
  hideStage(from = 0) {
    this.stage = this.step.stage;
    const own = this.steps.filter(({ stage, value }, i) => i >= from && stage === this.stage && value !== null);
    for (const { probe } of own) this.open.add(probe);
    this.now = this.indexOf(own[0]?.probe ?? this.probe);
    this.furthest = Math.max(this.furthest, this.now);
  }

  show(probe = this.probe) { if (this.open.delete(probe)) this.score.showed(probe); }
  find() { if (this.open.delete(this.probe)) this.score.found(this.probe); }
  miss() { this.score.missed(this.probe); }

  predictEach(on) {
    this.predictsEach = on;
    if (on && !this.score.isSettled(this.probe)) this.hide();
  }

  // How many values of the hidden stage are still to find; null where none is.
  get left() {
    const left = this.stage ? [...this.open].filter((probe) => this.steps[this.indexOf(probe)].stage === this.stage).length : 0;
    return left || null;
  }

  // The same steps with other numbers: what is hidden stays so, and the score stands.
  renew(steps) {
    this.steps = steps;
    for (const { probe, value } of steps) if (value === null) this.open.delete(probe);
  }
}
