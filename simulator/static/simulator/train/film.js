// A film as it comes from POST /api/simulator/runs/, made ready to be played. Pure: no DOM, no clock.

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const IS_LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

// Little-endian float32, whatever this machine has.
export function numbersOf(text) {
  const bytes = bytesOf(text);
  if (IS_LITTLE) return new Float32Array(bytes.buffer);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

export const sizesOf = (spec) => [spec.features.length, ...spec.layers.map(({ units }) => units)];

// Where each layer's weights and biases begin in θ: layer by layer, W row by row, then b.
export function placesOf(spec) {
  const sizes = sizesOf(spec);
  let at = 0;
  return spec.layers.map(({ units, activation }, k) => {
    const inputs = sizes[k], place = { units, inputs, activation, weights: at, biases: at + units * inputs };
    at = place.biases + units;
    return place;
  });
}

export function read(data) {
  const once = (decode) => {
    const kept = new Map();
    return (frame) => kept.get(frame) ?? kept.set(frame, decode(frame)).get(frame);
  };
  return {
    ...data,
    last: data.epochs.length - 1,
    places: placesOf(data.spec),
    thetaOf: once((frame) => numbersOf(data.theta[frame])),
    mapOf: data.maps ? once((frame) => bytesOf(data.maps.frames[frame])) : () => null,
  };
}

// One film of a run and of what came after it; the first frame of `more` is the last of `film`.
export function joined(film, more) {
  const on = (before, after) => (before && after ? [...before, ...after.slice(1)] : null);
  const part = (name) => film[name] && Object.fromEntries(["loss", "accuracy", "confusion"].map((key) => [key, on(film[name][key], more[name][key])]));
  const best = [film.best, more.best].filter(Boolean).sort((p, q) => p.loss - q.loss)[0] ?? null;
  return {
    ...film,
    epochs: on(film.epochs, more.epochs),
    theta: on(film.theta, more.theta),
    train: part("train"),
    validation: part("validation"),
    maps: film.maps && more.maps && { ...film.maps, frames: on(film.maps.frames, more.maps.frames) },
    best,
    stopped: more.stopped,
    checkpoint: more.checkpoint,
  };
}

// The last frame that is not after this epoch.
export function frameAt(film, epoch) {
  let frame = 0;
  while (frame < film.last && film.epochs[frame + 1] <= epoch) frame += 1;
  return frame;
}

// All the epochs at which one of the films has a frame.
export function momentsOf(films) {
  return [...new Set(films.flatMap(({ epochs }) => epochs))].sort((p, q) => p - q);
}

// The network of a frame: [{weights: [[…]], biases: […], activation}], without biases bias: false, with so many digits as a float32 has.
export function layersAt(film, frame, digits = 7) {
  const theta = film.thetaOf(frame), plain = (value) => Number(value.toPrecision(digits));
  return film.places.map(({ units, inputs, activation, weights, biases }) => ({
    weights: Array.from({ length: units }, (_, j) => Array.from(theta.subarray(weights + j * inputs, weights + (j + 1) * inputs), plain)),
    ...(film.spec.biases === false ? { bias: false } : { biases: Array.from(theta.subarray(biases, biases + units), plain) }),
    activation,
  }));
}

// What a single output aims at for classes 0 and 1, and the range of values.
export function endsOf(film) {
  return film.spec.layers.at(-1).activation === "tanh" || film.task === "values" ? [-1, 1] : [0, 1];
}

// The target of one example, an entry an output.
export function targetOf(film, example) {
  const y = film.points.y[example], outputs = film.spec.layers.at(-1).units;
  if (film.task === "values") return [y];
  return outputs > 1 ? Array.from({ length: outputs }, (_, k) => Number(k === y)) : [endsOf(film)[y === 1 ? 1 : 0]];
}
