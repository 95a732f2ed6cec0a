// Makes a chapter's figures live: the module of each is fetched when it comes near, or is touched before.
const KINDS = { // every import is written out, so that it is found under the name that the file is served by
  sliders: () => import("./figures/sliders.js"),
  walk: () => import("./figures/walk.js"),
  activations: () => import("./figures/activations.js"),
  softmax: () => import("./figures/softmax.js"),
  descent: () => import("./figures/descent.js"),
  curves: () => import("./figures/curves.js"),
};
const NEAR = "600px";
const begun = new WeakSet();

function begin(figure) {
  if (begun.has(figure)) return;
  begun.add(figure);
  near.unobserve(figure);
  // Offline the picture and its numbers stand; the next touch tries again.
  KINDS[figure.dataset.live]().then(({ start }) => start(figure), () => begun.delete(figure));
}

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) if (isIntersecting) begin(target);
}, { rootMargin: NEAR });

for (const figure of document.querySelectorAll("[data-live]")) {
  near.observe(figure);
  for (const event of ["pointerdown", "focusin"]) figure.addEventListener(event, () => begin(figure));
}
