// Small pictures of ink on paper, each a grid of numbers from 0 to 1, with its name below. Pure.
import { escape } from "./text.js";

const PIXEL = 11, GAP = 18, NAME = 20, EDGE = 12;

export function images(plot, width) {
  const side = PIXEL * 8, columns = Math.max(1, Math.min(plot.images.length, Math.floor((width - 2 * EDGE + GAP) / (side + GAP))));
  const inRow = plot.images.length % 3 === 0 && columns > 3 ? columns - (columns % 3) : columns; // what belongs together stays in a row
  const rows = Math.ceil(plot.images.length / inRow);
  const content = plot.images.map(({ name, pixels }, i) => picture(name, pixels, EDGE + (i % inRow) * (side + GAP), EDGE + Math.floor(i / inRow) * (side + NAME + GAP)));
  return { height: rows * (side + NAME + GAP) + EDGE - 4, content: content.join("") };
}

function picture(name, pixels, left, top) {
  const cells = pixels.flatMap((row, r) => row.map((ink, c) => (ink > 0 ? `<rect class="ink" x="${left + c * PIXEL}" y="${top + r * PIXEL}" width="${PIXEL}" height="${PIXEL}" fill-opacity="${ink}"/>` : "")));
  const side = PIXEL * pixels.length;
  return `${cells.join("")}<rect class="frame" x="${left - 0.5}" y="${top - 0.5}" width="${side + 1}" height="${side + 1}"/><text class="mid" x="${left + side / 2}" y="${top + side + 15}">${escape(name)}</text>`;
}
