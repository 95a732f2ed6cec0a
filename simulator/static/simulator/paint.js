// Keeps a drawing in a page: at the width of its host, its focus kept, and walked from unit to unit by the keyboard.
import { draw } from "./network.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

// Draws into `host` at its width. The unit that had the focus keeps it.
export function paint(host, network, trace, options = {}) {
  const focused = host.contains(document.activeElement) ? document.activeElement.closest("[data-probe]")?.dataset.probe : null;
  host.innerHTML = draw(network, trace, { interactive: true, ...options, width: Math.floor(host.clientWidth) });
  if (focused) (nodes(host).find((node) => node.dataset.probe === focused) ?? host.querySelector(".node[tabindex='0']"))?.focus();
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
    const node = event.target.closest?.(".node[role]");
    if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in ARROWS) walk(host, node, ARROWS[event.key]);
    else if (event.key === "Enter" || event.key === " ") pick(node.dataset.probe);
    else return;
    event.preventDefault();
  });
}

const nodes = (host) => [...host.querySelectorAll(".node[role]")];

// To the nearest unit in the arrow's direction; what lies off to the side counts double.
function walk(host, from, [dx, dy]) {
  const start = middle(from);
  const ahead = nodes(host).filter((node) => node !== from).map((node) => ({ node, ...middle(node) }))
    .map(({ node, x, y }) => ({ node, along: (x - start.x) * dx + (y - start.y) * dy, aside: Math.abs((x - start.x) * dy + (y - start.y) * dx) }))
    .filter(({ along, aside }) => along > 1 && aside <= 2 * along + 1);
  const next = ahead.sort((p, q) => p.along + 2 * p.aside - (q.along + 2 * q.aside))[0]?.node;
  if (!next) return;
  for (const node of nodes(host)) node.setAttribute("tabindex", node === next ? "0" : "-1");
  next.focus();
}

function middle(node) {
  const box = node.querySelector(".body").getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
