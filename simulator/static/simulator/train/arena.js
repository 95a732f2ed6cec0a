// One decision map with its points: what a run says of the plane at one moment, or one of its units.
import { classRamp, paintBytes, paintValues, ramp, winners } from "./colours.js";
import { endsOf } from "./film.js";
import { tones } from "./tones.js";

const SIDE = 300; // of the drawing of the points, in its own units
const SIZE = 4; // half a point

export class Arena {
  constructor(figure) {
    this.figure = figure;
    this.canvas = figure.querySelector("[data-map]");
    this.svg = figure.querySelector("[data-points]");
    this.svg.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
    this.pen = this.canvas.getContext("2d");
    this.picture = null;
  }

  load(film, bounds) {
    this.film = film;
    this.bounds = bounds;
    this.drawPoints();
    this.recolour();
  }

  recolour() {
    const { film } = this, classes = film.spec.layers.at(-1).units, given = tones();
    const table = (options) => (classes > 1 ? classRamp(given.classes, given.paper, classes, options) : ramp(given.neg, given.paper, given.pos, options));
    this.tables = { smooth: table({}), discrete: table({ discrete: true }), unit: ramp(given.neg, given.paper, given.pos) };
  }

  drawPoints() {
    const { x, y, part } = this.film.points, isOfClasses = this.film.task === "classes";
    this.svg.innerHTML = x.map((point, example) => pointMarkup(this.place(point), isOfClasses ? y[example] : Number(y[example] > 0), part[example], example)).join("")
      + '<circle class="chosen" r="8" data-chosen hidden />';
  }

  place([x1, x2]) {
    const [left, right, bottom, top] = this.bounds;
    return [((x1 - left) / (right - left)) * SIDE, (1 - (x2 - bottom) / (top - bottom)) * SIDE];
  }

  choose(example) {
    const [x, y] = this.place(this.film.points.x[example]), ring = this.svg.querySelector("[data-chosen]");
    ring.setAttribute("cx", x);
    ring.setAttribute("cy", y);
    ring.removeAttribute("hidden");
  }

  // The example nearest to a place on the screen, or null far from all.
  nearest({ clientX, clientY }, hidesValidation) {
    const box = this.canvas.getBoundingClientRect(), { x, part } = this.film.points;
    const at = [((clientX - box.x) / box.width) * SIDE, ((clientY - box.y) / box.height) * SIDE];
    const far = x.map((point, example) => {
      const [u, v] = this.place(point);
      return hidesValidation && part[example] === "validation" ? Infinity : Math.hypot(u - at[0], v - at[1]);
    });
    const best = far.indexOf(Math.min(...far));
    return far[best] < 24 ? best : null;
  }

  // The film's own map of a frame, or, without one, what the forward pass found.
  paint(frame, discrete, forward) {
    const table = discrete ? this.tables.discrete : this.tables.smooth, bytes = this.film.mapOf(frame);
    if (bytes) return this.put(this.film.maps.size, (pixels, size) => paintBytes(pixels, bytes, size, table));
    const rows = forward.layers.at(-1), size = Math.sqrt(forward.points);
    if (rows.length === 1) return this.put(size, (pixels) => paintValues(pixels, rows[0], size, table, endsOf(this.film)));
    this.bytes = this.bytes?.length === forward.points ? this.bytes : new Uint8Array(forward.points);
    winners(rows, this.bytes);
    return this.put(size, (pixels) => paintBytes(pixels, this.bytes, size, table));
  }

  paintUnit(values, range) {
    const size = Math.sqrt(values.length);
    this.put(size, (pixels) => paintValues(pixels, values, size, this.tables.unit, range));
  }

  put(size, fill) {
    if (this.picture?.width !== size) {
      this.canvas.width = this.canvas.height = size;
      this.picture = this.pen.createImageData(size, size);
      this.pixels = new Uint32Array(this.picture.data.buffer);
    }
    fill(this.pixels, size);
    this.pen.putImageData(this.picture, 0, 0);
  }
}

const SHAPES = [
  (x, y) => `M${x - SIZE + 0.5} ${y - SIZE + 0.5}h${2 * SIZE - 1}v${2 * SIZE - 1}h${1 - 2 * SIZE}z`,
  (x, y) => `M${x - SIZE} ${y}a${SIZE} ${SIZE} 0 1 0 ${2 * SIZE} 0a${SIZE} ${SIZE} 0 1 0 ${-2 * SIZE} 0z`,
  (x, y) => `M${x} ${y - SIZE - 1}l${SIZE + 0.5} ${2 * SIZE}h${-2 * SIZE - 1}z`,
  (x, y) => `M${x} ${y - SIZE - 1}l${SIZE + 1} ${SIZE + 1}l${-SIZE - 1} ${SIZE + 1}l${-SIZE - 1} ${-SIZE - 1}z`,
];
const short = (value) => Math.round(value * 10) / 10;

function pointMarkup([x, y], kind, part, example) {
  return `<path class="point kind-${kind} ${part}" data-example="${example}" d="${SHAPES[kind](short(x), short(y))}"/>`;
}
