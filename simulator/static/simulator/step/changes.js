// The networks of this tab in the order in which they were made, to go back to one and forward again. Each is kept as
// text, and the list in the tab's storage, since a network with other layers is laid out by the server on a page of its own.

const KEY = "stepper-changes";
const MOST = 50;

export class Changes {
  constructor(now, storage) {
    this.storage = storage;
    const known = stored(storage);
    this.past = known.past;
    this.future = known.future;
    this.now = known.now || now;
    this.arrive(now);
  }

  get canUndo() { return this.past.length > 0; }
  get canRedo() { return this.future.length > 0; }

  // The page shows this network now. One that was the last or the next is gone back or on to; any other is a change.
  arrive(network) {
    if (network === this.now) return this.keep();
    if (network === this.past.at(-1)) this.undo();
    else if (network === this.future.at(-1)) this.redo();
    else this.change(network);
  }

  change(network) {
    this.past = [...this.past, this.now].slice(-MOST);
    this.future = [];
    this.now = network;
    this.keep();
  }

  // A later number of the same field, typed at once after it: one change.
  amend(network) {
    if (network === this.past.at(-1)) this.past.pop(); // as it was before
    this.now = network;
    this.keep();
  }

  undo() { return this.move(this.past, this.future); }
  redo() { return this.move(this.future, this.past); }

  move(from, to) {
    if (!from.length) return null;
    to.push(this.now);
    this.now = from.pop();
    this.keep();
    return this.now;
  }

  keep() {
    const { past, now, future } = this;
    try {
      this.storage?.setItem(KEY, JSON.stringify({ past, now, future }));
    } catch { /* full or forbidden: the list goes on in this page */ }
  }
}

function stored(storage) {
  const none = { past: [], now: "", future: [] };
  try {
    return { ...none, ...JSON.parse(storage?.getItem(KEY) ?? "{}") };
  } catch {
    return none;
  }
}
