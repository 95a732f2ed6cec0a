// Where the units stand. A wide drawing flows to the right, a narrow one down; all else is the same.
// The same as simulator/drawing/layout.py; a test holds the two together.

const LEAST_WIDTH = 240;
const LEAST_GAP = 78; // between the rims of two units, for a weight to be read on its edge
const MOST_GAP = 290;
export const ROOMY_PITCH = 100; // from here on there is room for z under a unit

const SIZES = [ // the tallest layer decides
  { upTo: 3, radius: 28, pitch: 108, font: 15, small: 12.5, names: true },
  { upTo: 5, radius: 23, pitch: 78, font: 13, small: 12, names: true },
  { upTo: 8, radius: 19, pitch: 54, font: 11.5, small: 11.5, names: false },
  { upTo: 10_000, radius: 11, pitch: 28, font: 11.5, small: 11.5, names: false },
];

// `counts` are the units of each layer, the inputs first; `loss` adds a place after the last layer.
export function layout(counts, wanted, { loss = false } = {}) {
  const width = Math.max(LEAST_WIDTH, wanted), tallest = Math.max(...counts), gaps = counts.length - 1;
  let size = sized(tallest, width);
  let lastGap = loss ? 2 * size.radius + 92 : 0;
  let gap = Math.min(MOST_GAP, (width - 2 * size.radius - 76 - lastGap) / gaps);
  const down = gap - 2 * size.radius < LEAST_GAP;
  if (down) {
    size = narrowed(size, tallest, width);
    gap = 2 * size.radius + (size.names ? 112 : 76);
    lastGap = loss ? 2 * size.radius + 44 : 0;
  }
  const length = gaps * gap + lastGap;
  const rim = size.radius + 14;
  const across = down ? width : tallest * size.pitch + margin(size);
  const start = down ? rim : (width - length) / 2;
  const layers = counts.map((count, n) => layer(n, count, start + n * gap, across, size, tallest, down));
  const end = loss ? layer(counts.length, 1, start + length, across, size, tallest, down)[0] : null;
  // Flowing down, the last layer's biases may stand below it.
  const height = down ? rim + length + (loss ? rim : Math.max(rim, size.radius + 26)) : across;
  return { layers, loss: end, size, down, width, height: Math.ceil(height) };
}

function sized(tallest, width) {
  const size = SIZES.find((candidate) => tallest <= candidate.upTo);
  return tallest <= 3 && width > 640 ? { ...size, radius: 31, pitch: 134, font: 16, small: 13 } : size;
}

function narrowed(size, tallest, width) {
  const pitch = Math.min(size.pitch * 1.25, (width - 16) / tallest);
  return { ...size, pitch, radius: Math.max(2, Math.min(size.radius, (pitch - 6) / 2)) };
}

function margin(size) {
  if (size.pitch > ROOMY_PITCH) return 22;
  return size.names ? 48 : 14;
}

function layer(index, count, along, across, size, tallest, down) {
  const pitch = Math.min(size.pitch * 1.5, (size.pitch * tallest) / count);
  return Array.from({ length: count }, (_, unit) => {
    const middle = across / 2 + (unit - (count - 1) / 2) * pitch;
    return down ? { layer: index, unit, x: middle, y: along } : { layer: index, unit, x: along, y: middle };
  });
}
