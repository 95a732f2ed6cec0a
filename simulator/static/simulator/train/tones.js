// The page's colours as numbers, since a picture is made of those. They change with light and dark.

const NAMES = ["neg", "pos", "third", "ink", "surface", "edge", "marker-line"];
const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const probe = document.createElement("span");
let known = null;

function rgb(name) {
  probe.className = `tone-${name}`;
  pen.fillStyle = getComputedStyle(probe).color;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

// Arrays [r, g, b] by name; `classes` are those of classes 0 to 3, `css` the same as texts.
export function tones() {
  if (known) return known;
  probe.hidden = true;
  document.body.append(probe);
  const found = Object.fromEntries(NAMES.map((name) => [name, rgb(name)]));
  probe.remove();
  const css = Object.fromEntries(Object.entries(found).map(([name, parts]) => [name, `rgb(${parts.join(" ")})`]));
  known = { ...found, paper: found.surface, classes: [found.neg, found.pos, found.third, found.ink], css };
  return known;
}

export function onNewTones(repaint) {
  const changed = () => {
    known = null;
    repaint();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
