// What is done stays when the learner goes to the chapter and comes back: in this tab only, and gone with it.

export class Kept {
  constructor(experiment) {
    this.key = `experiment:${experiment.slug}`;
    this.form = JSON.stringify([experiment.sweep, experiment.ask.map(({ question }) => question)]); // of another version, nothing is kept
  }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      return kept?.form === this.form ? kept.state : null;
    } catch {
      return null;
    }
  }

  write(state) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ form: this.form, state }));
    } catch {} // a browser that keeps nothing, or no more
  }
}
