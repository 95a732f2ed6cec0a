// One hint at a time: the next opens after a try, or ten seconds with the one before. How many there are is not told.
const PAUSE = 10_000; // milliseconds

const nextOf = (hint) => hint.querySelectorAll(":scope > .stack > [data-hint], :scope > .stack > [data-next]");
const opened = (question) => [...question.querySelectorAll("[data-hint][data-seen]")];

export const hintsSeen = (question) => opened(question).length;

function reveal(hint) {
  for (const next of nextOf(hint)) next.hidden = false;
}

function see(hint) {
  if (!hint.matches?.("[data-hint]") || !hint.open || "seen" in hint.dataset) return;
  hint.dataset.seen = "";
  for (const next of nextOf(hint)) next.hidden = true;
  setTimeout(() => reveal(hint), PAUSE);
}

document.addEventListener("toggle", ({ target }) => see(target), true); // toggle does not bubble
for (const hint of document.querySelectorAll("[data-hint][open]")) see(hint); // opened before this module was here

document.addEventListener("told", ({ target }) => opened(target).forEach(reveal));
