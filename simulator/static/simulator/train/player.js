// Where in a film we are. Pure: whoever holds it calls `tick` as often as frames are wanted.

export class Player {
  constructor() {
    this.moments = [0];
    this.at = 0;
    this.isPlaying = false;
  }

  get epoch() {
    return this.moments[this.at];
  }

  get isAtEnd() {
    return this.at === this.moments.length - 1;
  }

  // Other moments; we stay at the epoch where we are, or at the last one before it.
  load(moments) {
    const { epoch } = this;
    this.moments = moments;
    this.at = Math.max(0, moments.findLastIndex((moment) => moment <= epoch));
  }

  go(at) {
    this.at = Math.min(Math.max(at, 0), this.moments.length - 1);
  }

  // From the end, playing begins anew.
  play() {
    if (this.isAtEnd) this.at = 0;
    this.isPlaying = this.moments.length > 1;
  }

  pause() {
    this.isPlaying = false;
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  // One frame on; false at the end, where playing stops.
  tick() {
    if (this.isPlaying) this.go(this.at + 1);
    if (this.isAtEnd) this.pause();
    return this.isPlaying;
  }

  // By name: what the buttons and the keys do.
  move(name) {
    this.pause();
    this.go({ start: 0, back: this.at - 1, next: this.at + 1, end: this.moments.length - 1 }[name]);
  }
}

export const KEYS = { " ": "toggle", ArrowLeft: "back", ArrowRight: "next", Home: "start", End: "end" };
