// Loads the script of each figure and question when the reader comes near it or touches it.
const KINDS = { // written out, so that collectstatic finds each import
  question: () => import("../quizzes/in_place.js"),
  digit: () => import("./figures/digit.js"),
  shapes: () => import("./figures/shapes.js"),
  sliders: () => import("./figures/sliders.js"),
  steps: () => import("./figures/steps.js"),
  activations: () => import("./figures/activations.js"),
  softmax: () => import("./figures/softmax.js"),
  descent: () => import("./figures/descent.js"),
  curves: () => import("./figures/curves.js"),
  guess: () => import("./figures/guess.js"),
};
const NEAR = "600px";
const begun = new Map();
const form = document.getElementById("in-place");

function begin(part) {
  if (!begun.has(part)) begun.set(part, load(part));
  return begun.get(part);
}

async function load(part) {
  near.unobserve(part);
  try {
    const module = await KINDS[part.dataset.live]();
    await module.start(part);
    return module;
  } catch {
    begun.delete(part); // offline: the next touch tries again
    return null;
  }
}

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) if (isIntersecting) begin(target);
}, { rootMargin: NEAR });

// Whether an answer still waits to be sent (quizzes/drafts.js).
function isKept({ dataset }) {
  try {
    return [document.documentElement.dataset.reader, ""].some((reader) => `draft:${location.pathname}:${reader}:${dataset.placed}` in localStorage);
  } catch {
    return false; // a browser that keeps nothing
  }
}

const isTouched = (part) => part.contains(document.activeElement) || [...part.querySelectorAll("[name^=answer]")].some(isFilled);
const isFilled = ({ type, value, checked, selectedIndex }) => checked || selectedIndex > 0 || (type === "text" && value);

// Check an answer that is sent before the module has loaded. Without the module, the practice page checks it.
async function hold(event) {
  const { submitter } = event;
  if (submitter?.name === "worked") return; // a page of its own
  const question = (submitter?.name ? submitter : document.activeElement).closest("[data-placed]");
  if (!question) return;
  event.preventDefault();
  const module = await begin(question);
  if (module) return module.check(question);
  if (!navigator.onLine) return wait(question.querySelector("[data-save]"), () => form.requestSubmit(submitter));
  form.removeEventListener("submit", hold);
  form.requestSubmit(submitter);
}

function holdIn(event) {
  const box = event.target, part = box.closest("[data-live]");
  if (!part || event.defaultPrevented) return;
  event.preventDefault();
  checkIn(part, box);
}

async function checkIn(part, box) {
  if (await begin(part)) box.requestSubmit();
  else if (navigator.onLine) box.submit();
  else wait(part.querySelector("[data-said]"), () => checkIn(part, box));
}

function wait(place, check) {
  place.textContent = "You are offline. Leave this page open: your answer will be checked when the connection is back.";
  addEventListener("online", check, { once: true });
}

// Load the questions' script early, so that they work offline too.
function readOn() {
  if (form) KINDS.question().catch(() => {});
  for (const part of parts) near.observe(part);
}

const parts = document.querySelectorAll("[data-live]");
form?.addEventListener("submit", hold);
addEventListener("submit", holdIn);
if (scrollY) readOn();
else addEventListener("scroll", readOn, { once: true });
for (const part of parts) {
  for (const event of ["pointerenter", "pointerdown", "focusin"]) part.addEventListener(event, () => begin(part));
  if (isKept(part) || isTouched(part)) begin(part);
}
