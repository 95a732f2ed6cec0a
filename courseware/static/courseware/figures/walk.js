// Walks through the steps of a pass: each quantity lights up where it stands, with its formula; what is to come stays hidden.
export function start(figure) {
  const steps = [...figure.querySelectorAll("[data-step]")], [back, next, count] = ["before", "next", "count"].map((name) => figure.querySelector(`[data-${name}]`));
  const probes = steps.map(({ dataset }) => dataset.step);
  let at = -1; // all is shown

  function show() {
    const isWalking = at >= 0;
    steps.forEach((step, n) => mark(step, n, isWalking));
    for (const part of figure.querySelectorAll("svg [data-probe]")) mark(part, probes.indexOf(part.dataset.probe), isWalking);
    count.textContent = isWalking ? `${at + 1} of ${steps.length}` : "";
    next.textContent = !isWalking ? "Step through it" : at < steps.length - 1 ? "Next" : "Show all";
    back.disabled = !isWalking;
  }

  function mark(part, n, isWalking) {
    part.classList.toggle("later", isWalking && n > at);
    part.classList.toggle("now", isWalking && n === at);
  }

  next.addEventListener("click", () => {
    at = at < steps.length - 1 ? at + 1 : -1;
    show();
  });
  back.addEventListener("click", () => {
    at -= 1;
    show();
    if (back.disabled) next.focus();
  });
}
