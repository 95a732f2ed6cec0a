// What a small network says, in the form that POST /api/simulator/trace/ answers in, for figures that follow a slider.
// Pure: one example, the activations below, the squared error. A test holds it to the engine, which it never replaces.
const ACTIVATIONS = { // the value at a sum, and the slope by that value
  identity: [(z) => z, () => 1],
  relu: [(z) => Math.max(0, z), (a) => (a > 0 ? 1 : 0)],
  sigmoid: [(z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))), (a) => a * (1 - a)],
  tanh: [Math.tanh, (a) => 1 - a * a],
};

// [value, slope] of an activation at a sum.
export function activated(name, z) {
  const [value, slope] = ACTIVATIONS[name], a = value(z);
  return [a, slope(a)];
}

// The probabilities that some sums become.
export function softmax(sums) {
  const most = Math.max(...sums), powers = sums.map((z) => Math.exp(z - most)), total = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / total);
}

// A sum as it comes out by hand, where 0.1 + 0.2 − 0.3 is 0; the same rule as simulator/engine/sums.py.
const LAST_BIT = 2 ** -53, INHERITED = 8, DIGITS = 14;

function byHand(total, size, terms) {
  const power = Number(`1e${Math.min(Math.max(Math.floor(DIGITS - Math.log10(size || 1)), 0), 300)}`), nearest = Math.round(total * power) / power;
  return Math.abs(total - nearest) <= (terms + INHERITED) * LAST_BIT * size ? nearest + 0 : total;
}

export const added = (terms) => byHand(terms.reduce((sum, term) => sum + term, 0), terms.reduce((sum, term) => sum + Math.abs(term), 0), terms.length);
const dot = (row, other, ...more) => added([...row.map((value, i) => value * other[i]), ...more]);

export function trace(network) {
  const layers = forward(network), output = layers.at(-1).a;
  const traced = { layers, output, loss: null, loss_new: null };
  if (!network.target) return traced;
  traced.loss = lossOf(output, network.target);
  backward(network, layers);
  if (network.learning_rate === undefined) return traced;
  const moved = network.layers.map((layer, k) => step(network, layer, layers[k]));
  layers.forEach((layer, k) => Object.assign(layer, { W_new: moved[k].weights, b_new: moved[k].biases }));
  traced.loss_new = lossOf(forward({ ...network, layers: moved }).at(-1).a, network.target);
  return traced;
}

const lossOf = (output, target) => added(output.map((a, i) => added([a, -target[i]]) ** 2));

function forward(network) {
  let inputs = network.inputs;
  return network.layers.map(({ weights, biases, activation }) => {
    const z = weights.map((row, j) => dot(row, inputs, biases?.[j] ?? 0)), both = z.map((each) => activated(activation, each));
    const layer = { inputs, z, a: both.map(([a]) => a), slope: both.map(([, slope]) => slope) };
    inputs = layer.a;
    return layer;
  });
}

function backward({ layers: given, target }, layers) {
  for (let k = layers.length - 1; k >= 0; k -= 1) {
    const layer = layers[k], above = layers[k + 1];
    layer.da = layer.a.map((a, j) => (above ? dot(given[k + 1].weights.map((row) => row[j]), above.delta) : 2 * added([a, -target[j]])));
    layer.delta = layer.da.map((da, j) => da * layer.slope[j]);
    layer.dW = layer.delta.map((delta) => layer.inputs.map((value) => added([delta * value])));
    layer.db = layer.delta.map((delta) => added([delta]));
  }
}

function step({ learning_rate: eta, update_biases: moves = true }, { weights, biases, activation }, { dW, db }) {
  return {
    weights: weights.map((row, j) => row.map((weight, i) => added([weight, -eta * dW[j][i]]))),
    biases: biases?.map((bias, j) => (moves ? added([bias, -eta * db[j]]) : bias)),
    activation,
  };
}

// One quantity by its probe, such as "z[1,2]".
export function read(network, traced, probe) {
  const [name, ...at] = probe.match(/\w+/g), [k, ...places] = at.map((number) => number - 1);
  if (name === "x" || name === "y") return (name === "x" ? network.inputs : network.target)[k];
  if (k === undefined) return traced[name];
  const layer = { W: network.layers[k].weights, b: network.layers[k].biases, ...traced?.layers[k] };
  return places.reduce((value, place) => value[place], layer[name]);
}

// Another network in which one number is another; eta is the learning rate.
export function changed(network, probe, value) {
  const copy = structuredClone(network);
  if (probe === "eta") return { ...copy, learning_rate: value };
  const [name, ...at] = probe.match(/\w+/g), [k, j, i] = at.map((number) => number - 1);
  if (name === "x") copy.inputs[k] = value;
  else if (name === "b") copy.layers[k].biases[j] = value;
  else copy.layers[k].weights[j][i] = value;
  return copy;
}
