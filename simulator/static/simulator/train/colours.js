// From numbers to colours: tables of 256 entries, as the bytes of a picture want them. Pure.

const STRENGTH = 0.62; // how much of the full colour the strongest value has, so that points stand out on it
const CLASS = 64; // a byte of a map of classes is class · 64 + its share

const packed = ([r, g, b]) => (255 << 24 | Math.round(b) << 16 | Math.round(g) << 8 | Math.round(r)) >>> 0;
const mixed = (from, to, share) => from.map((value, i) => value + (to[i] - value) * share);

// 0…255 from `low` over `middle` to `high`, each [r, g, b].
export function ramp(low, middle, high, { discrete = false, strength = STRENGTH } = {}) {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const side = discrete ? Math.sign(i - 127.5) : (i - 127.5) / 127.5;
    return packed(mixed(middle, side < 0 ? low : high, Math.abs(side) * strength));
  });
}

// A class and its share of all; a share that `classes` could have in common is nothing yet.
export function classRamp(colours, middle, classes, { discrete = false, strength = STRENGTH } = {}) {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const share = (i % CLASS) / (CLASS - 1), sure = Math.max(0, (share - 1 / classes) / (1 - 1 / classes));
    return packed(mixed(middle, colours[Math.floor(i / CLASS)], (discrete ? 1 : sure) * strength));
  });
}

const toByte = (value, low, high) => {
  const share = (value - low) / (high - low);
  return share > 0 ? Math.round(255 * Math.min(share, 1)) : 0; // what is not a number is 0 too
};

// A map of bytes, whose row 0 lies at the bottom, into the pixels of a picture, whose row 0 lies on top.
export function paintBytes(pixels, bytes, size, table) {
  for (let row = 0; row < size; row += 1) {
    const from = row * size, to = (size - 1 - row) * size;
    for (let i = 0; i < size; i += 1) pixels[to + i] = table[bytes[from + i]];
  }
}

export function paintValues(pixels, values, size, table, [low, high]) {
  for (let row = 0; row < size; row += 1) {
    const from = row * size, to = (size - 1 - row) * size;
    for (let i = 0; i < size; i += 1) pixels[to + i] = table[toByte(values[from + i], low, high)];
  }
}

// Which class wins at each point, as the bytes of a map.
export function winners(rows, bytes) {
  for (let p = 0; p < bytes.length; p += 1) {
    let best = 0, total = 0;
    rows.forEach((row, k) => {
      total += Math.max(row[p], 0);
      if (row[p] > rows[best][p]) best = k;
    });
    bytes[p] = best * CLASS + (total > 0 ? Math.round((CLASS - 1) * Math.max(rows[best][p], 0) / total) : 0);
  }
}
