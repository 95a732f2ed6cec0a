// What every unit says at many points at once, from θ. Pure; all numbers lie in typed arrays that are made once.

export const FEATURES = {
  x1: (x1) => x1,
  x2: (x1, x2) => x2,
  "x1^2": (x1) => x1 * x1,
  "x2^2": (x1, x2) => x2 * x2,
  "x1*x2": (x1, x2) => x1 * x2,
  "sin(x1)": (x1) => Math.sin(Math.PI * x1),
  "sin(x2)": (x1, x2) => Math.sin(Math.PI * x2),
};
const LEAK = 0.01;

const each = (value) => (row) => {
  for (let p = 0; p < row.length; p += 1) row[p] = value(row[p]);
};
const ACTIVATIONS = { // of one unit, in place
  identity: () => {},
  relu: each((z) => (z > 0 ? z : 0)),
  leaky_relu: each((z) => (z > 0 ? z : LEAK * z)),
  sigmoid: each((z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))),
  tanh: each(Math.tanh),
};

export class Forward {
  // `places` as in film.js; x1 and x2 are the points, as many as each other.
  constructor(features, places, x1, x2) {
    this.places = places;
    this.points = x1.length;
    this.inputs = features.map((name) => Float32Array.from(x1, (value, p) => FEATURES[name](value, x2[p])));
    this.layers = places.map(({ units }) => Array.from({ length: units }, () => new Float32Array(x1.length)));
  }

  // Fills `layers`: a row a unit, a number a point.
  run(theta) {
    let before = this.inputs;
    this.places.forEach((place, k) => {
      this.layers[k].forEach((row, unit) => sum(row, before, theta, place, unit));
      if (place.activation === "softmax") softmax(this.layers[k]);
      else this.layers[k].forEach(ACTIVATIONS[place.activation]);
      before = this.layers[k];
    });
    return this.layers;
  }
}

function sum(row, before, theta, { weights, biases, inputs }, unit) {
  row.fill(theta[biases + unit]);
  for (let i = 0; i < inputs; i += 1) {
    const weight = theta[weights + unit * inputs + i], from = before[i];
    for (let p = 0; p < row.length; p += 1) row[p] += weight * from[p];
  }
}

function softmax(rows) {
  for (let p = 0; p < rows[0].length; p += 1) {
    const most = Math.max(...rows.map((row) => row[p]));
    let total = 0;
    for (const row of rows) total += row[p] = Math.exp(row[p] - most);
    for (const row of rows) row[p] /= total;
  }
}

// The points of a square map of `size` along a side, row by row from the bottom, as a film's maps have them.
export function grid(size, [left, right, bottom, top]) {
  const along = (low, high, i) => low + ((high - low) * i) / (size - 1), count = size * size;
  return [
    Float32Array.from({ length: count }, (_, p) => along(left, right, p % size)),
    Float32Array.from({ length: count }, (_, p) => along(bottom, top, Math.floor(p / size))),
  ];
}
