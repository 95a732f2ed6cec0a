// The stepper: steps at once, hides what is to be predicted, has it checked, and follows every change of the network.
// Without it the page does the same, a step a request.
import { bench, current, find, keepAddress, progress } from "./bench.js";
import { followChanges, redo, undo } from "./changing.js";
import { followWidth, listen } from "./paint.js";
import { drawNetwork, explain, paintAll } from "./painting.js";
import { focusAnswer, forget, hide, hideStage, show, startOver, startPredicting } from "./predicting.js";

function go(to) {
  progress.go(to);
  forget();
  paintAll();
  keepAddress();
}

// Choosing a number goes to its step; choosing it again hides it. A weight or bias that is given stands for its sum.
function pick(probe) {
  const value = probe.replace(/^output\[/, `a[${current.network.layers.length},`), sum = value.replace(/^[Wb](\[\d+,\d+)(,\d+)?\]/, "z$1]");
  const index = [value, sum].map((name) => progress.indexOf(name)).find((found) => found >= 0);
  if (index === undefined) return;
  if (index === progress.now) hide();
  else go(index);
}

async function copy(button, text) {
  const words = button.dataset.words ??= button.textContent;
  await navigator.clipboard.writeText(text).then(() => { button.textContent = "Copied"; }, () => { button.textContent = "Copying is not allowed here"; });
  setTimeout(() => { button.textContent = words; }, 2000);
}

const ACTIONS = { // by the data attribute of the button
  example: ({ value }) => go(Math.max(0, progress.indexOf(value))),
  stage: ({ dataset }) => go(progress.steps.findIndex((step) => step.stage === dataset.stage)),
  back: () => go(progress.now - 1),
  next: () => {
    go(progress.now + 1);
    if (progress.predictsEach || progress.left) focusAnswer();
  },
  cell: ({ value }) => pick(value),
  hide,
  hideStage,
  show,
  startOver,
  undo: () => undo(go),
  redo: () => redo(go),
  copyCode: (button) => copy(button, find("code").textContent),
  copyLink: (button) => copy(button, location.href),
};

bench.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const name = Object.keys(ACTIONS).find((action) => button && action in button.dataset);
  if (name && !(name === "cell" && event.detail > 1)) ACTIONS[name](button); // a double click does not go and hide
  else if (!name && button?.getAttribute("form") === "go") go(progress.indexOf(button.value));
  else if (!name) return;
  event.preventDefault();
});
listen(find("drawing"), pick);
followWidth(find("drawing"), () => {
  drawNetwork();
  explain(); // a formula that was broken into lines may fit now, or one that fitted may not
});

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
if (!navigator.clipboard) for (const button of document.querySelectorAll("[data-copy-code], [data-copy-link]")) button.hidden = true;
startPredicting();
followChanges(go);
paintAll();
keepAddress();
document.fonts.addEventListener("loadingdone", explain); // a line may be longer in its own font, which a later step may ask for
