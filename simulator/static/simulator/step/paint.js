// Keeps a drawing in a page: at the width of its host, its focus kept, and walked over units and edges by the keyboard.
import { draw } from "../network.js";
import { walk } from "./walking.js";

// Draws into `host` at its width. The unit or edge that had the focus keeps it, whatever stands in it now.
export function paint(host, network, trace, options = {}) {
  const { unit, from, to } = (host.contains(document.activeElement) && document.activeElement.closest("[data-probe]")?.dataset) || {};
  host.innerHTML = draw(network, trace, { interactive: true, ...options, width: Math.floor(host.clientWidth) });
  const same = unit ? `[data-unit="${unit}"]` : from && `[data-from="${from}"][data-to="${to}"]`;
  if (same) focus(host, host.querySelector(same) ?? host.querySelector(".node[tabindex='0']"));
}

// Calls `repaint` whenever the host's width changes: type is never scaled, the drawing is placed anew.
export function followWidth(host, repaint) {
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    repaint();
  }).observe(host);
}

// `pick` is called with the probe of what was clicked, or chosen with Enter or Space.
export function listen(host, pick) {
  host.addEventListener("click", ({ target, detail }) => {
    if (detail > 1) return; // a double click chooses once
    const probe = target.closest("[data-probe]")?.dataset.probe;
    if (probe) pick(probe);
  });
  host.addEventListener("keydown", (event) => {
    const part = event.target.closest?.("[role='button'][data-probe]");
    if (!part || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key.startsWith("Arrow")) focus(host, walk(host, part, event.key));
    else if (event.key === "Enter" || event.key === " ") pick(part.dataset.probe);
    else return;
    event.preventDefault();
  });
}

// One stop for the Tab key: where the focus is.
function focus(host, part) {
  if (!part) return;
  for (const other of host.querySelectorAll("[tabindex='0']")) other.setAttribute("tabindex", "-1");
  part.setAttribute("tabindex", "0");
  part.focus();
}
