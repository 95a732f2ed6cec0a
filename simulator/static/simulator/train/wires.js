// The network of a run: a small map on each unit, and its weights as lines between them. All of it is drawn on one canvas,
// which a phone can do 25 times a second; over each unit lies a button, so that every number can be reached by keyboard.
import { layout } from "../layout.js";
import { written } from "../view.js";
import { paintValues, ramp } from "./colours.js";
import { endsOf, sizesOf } from "./film.js";
import { given } from "./page.js";
import { tones } from "./tones.js";

const NEAR = 5; // pixels from a line that still point at it
const SEEN = 0.25; // pixels: a line whose width changes by less need not be drawn anew
const DENSE = 256; // so many lines between two layers are a mesh: thin ones, which cost a tenth
const WALK = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Wires {
  // `pick` is told [layer, unit] of what is pointed at or chosen, or null.
  constructor(host, pick) {
    this.host = host;
    this.pick = pick;
    this.lines = document.createElement("canvas");
    this.lines.setAttribute("aria-hidden", "true");
    this.word = document.createElement("span");
    this.word.className = "weight-word";
    this.word.setAttribute("aria-hidden", "true");
    this.word.hidden = true;
    this.buttons = document.createElement("div");
    this.buttons.className = "tiles";
    host.replaceChildren(this.lines, this.buttons, this.word);
    this.pen = this.lines.getContext("2d");
    this.strip = document.createElement("canvas"); // the small maps side by side
    this.stripPen = this.strip.getContext("2d");
    this.tiles = [];
    this.pinned = this.pointed = null;
    this.listen();
  }

  // `forward` has the small maps of all units.
  load(film, forward) {
    const isSame = this.film && JSON.stringify(sizesOf(this.film.spec)) === JSON.stringify(sizesOf(film.spec));
    this.film = film;
    this.forward = forward;
    this.side = Math.sqrt(forward.points);
    if (!isSame) this.pinned = this.pointed = null;
    this.lay(!isSame);
  }

  lay(anew = false) {
    const width = this.host.clientWidth;
    if (!this.film || !width) return;
    this.plan = layout(sizesOf(this.film.spec), width);
    this.gaps = this.linesBetween();
    const { height, size } = this.plan, scale = Math.min(window.devicePixelRatio || 1, 2);
    this.host.style.height = `${height}px`;
    Object.assign(this.lines, { width: width * scale, height: height * scale });
    Object.assign(this.lines.style, { width: `${width}px`, height: `${height}px` });
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
    if (anew) this.build();
    this.tile = Math.floor(Math.min(2.2 * size.radius, size.pitch - 4));
    for (const tile of this.tiles) {
      const { x, y } = this.plan.layers[tile.layer][tile.unit];
      Object.assign(tile, { left: Math.round(x - this.tile / 2), top: Math.round(y - this.tile / 2) });
      Object.assign(tile.button.style, { left: `${tile.left}px`, top: `${tile.top}px`, width: `${this.tile}px`, height: `${this.tile}px` });
    }
    this.recolour();
  }

  build() {
    const { film, side } = this;
    this.tiles = sizesOf(film.spec).flatMap((units, layer) => Array.from({ length: units }, (_, unit) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "unit", tabIndex: layer || unit ? -1 : 0 });
      button.setAttribute("aria-label", unitName(film, layer, unit));
      button.setAttribute("aria-pressed", "false");
      return { button, layer, unit };
    }));
    this.buttons.replaceChildren(...this.tiles.map(({ button }) => button));
    Object.assign(this.strip, { width: side, height: side * this.tiles.length });
    this.picture = this.stripPen.createImageData(side, side * this.tiles.length);
    this.tiles.forEach((tile, n) => { tile.pixels = new Uint32Array(this.picture.data.buffer, 4 * n * side * side, side * side); });
  }

  recolour() {
    const { neg, paper, pos, css } = tones();
    this.table = ramp(neg, paper, pos, { strength: 0.8 });
    this.css = css;
    this.forget();
  }

  rangeOf(layer) {
    if (layer === this.film.places.length) return this.film.places[layer - 1].activation === "softmax" ? [0, 1] : endsOf(this.film);
    return layer && this.film.places[layer - 1].activation === "sigmoid" ? [0, 1] : [-1, 1];
  }

  valuesOf(layer, unit) {
    return layer ? this.forward.layers[layer - 1][unit] : this.forward.inputs[unit];
  }

  paint(theta) {
    this.theta = theta;
    for (const { pixels, layer, unit } of this.tiles) paintValues(pixels, this.valuesOf(layer, unit), this.side, this.table, this.rangeOf(layer));
    this.stripPen.putImageData(this.picture, 0, 0);
    this.draw();
  }

  get shown() {
    return this.pointed ?? this.pinned;
  }

  // Most of what a frame costs is the lines: between two layers they are drawn anew only where one of them looks different.
  draw() {
    if (!this.plan || !this.theta) return;
    const heaviest = this.gaps.flat().reduce((most, edge) => Math.max(most, Math.abs(this.weightOf(edge))), 0) || 1;
    for (const edges of this.gaps) {
      const looks = edges.map((edge) => this.lookOf(edge, heaviest, edges.length > DENSE));
      if (!this.shown && looks.every((look, n) => isLike(look, edges[n].look))) continue;
      this.clearBetween(edges[0]);
      edges.forEach((edge, n) => this.drawLine(edge, looks[n]));
    }
    this.pen.globalAlpha = 1;
    this.tiles.forEach(({ left, top }, n) => this.pen.drawImage(this.strip, 0, n * this.side, this.side, this.side, left, top, this.tile, this.tile));
    this.writeWeights();
  }

  weightOf({ place }) {
    return this.theta[place];
  }

  lookOf(edge, heaviest, isThin) {
    const weight = this.weightOf(edge), most = this.plan.size.names ? 4.1 : 2.1;
    return { sign: Math.sign(weight), isThin, width: isThin ? 1 : 0.9 + most * Math.sqrt(Math.abs(weight) / heaviest) };
  }

  // The units, which are drawn anew each time, cover both edges of it.
  clearBetween({ a, b }) {
    const { down, width, height } = this.plan;
    if (down) this.pen.clearRect(0, a.y, width, b.y - a.y);
    else this.pen.clearRect(a.x, 0, b.x - a.x, height);
  }

  drawLine(edge, look) {
    const { pen } = this, { a, b } = edge, { sign, width, isThin } = look;
    edge.look = look;
    pen.globalAlpha = this.shown && !this.isLit(edge) ? 0.2 : 1;
    pen.strokeStyle = sign > 0 ? this.css.pos : sign < 0 ? this.css.neg : this.css.edge;
    pen.lineWidth = width;
    pen.setLineDash(isThin || sign > 0 ? [] : sign ? [9, 4] : [1, 4]);
    pen.beginPath();
    pen.moveTo(a.x, a.y);
    pen.lineTo(b.x, b.y);
    pen.stroke();
  }

  // All lines are to be drawn anew, whatever they looked like.
  forget() {
    for (const edge of this.gaps?.flat() ?? []) edge.look = null;
  }

  // Between each two layers, the lines with their ends and the place of their weight in θ.
  linesBetween() {
    return this.film.places.map(({ units, inputs, weights }, k) => Array.from({ length: units * inputs }, (_, n) => (
      { a: this.plan.layers[k][n % inputs], b: this.plan.layers[k + 1][Math.floor(n / inputs)], place: weights + n }
    )));
  }

  // A unit is read by what flows into it, an input by what flows out.
  isLit({ a, b }) {
    const [layer, unit] = this.shown, spot = layer ? b : a;
    return spot.layer === layer && spot.unit === unit;
  }

  // The numbers of the chosen unit, each on its line where there is room for all.
  writeWeights() {
    const lit = this.shown ? this.gaps.flat().filter((edge) => this.isLit(edge)) : [];
    if (!lit.length || lit.length > 8) return;
    const { pen } = this, [layer] = this.shown, share = layer ? 0.34 : 0.62;
    pen.font = `600 12px ${getComputedStyle(this.host).fontFamily}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.setLineDash([]);
    for (const edge of lit) {
      const { a, b } = edge, weight = this.weightOf(edge);
      const x = a.x + (b.x - a.x) * share, y = a.y + (b.y - a.y) * share, text = written(weight, 2);
      const half = pen.measureText(text).width / 2 + 4;
      pen.fillStyle = this.css.surface;
      pen.fillRect(x - half, y - 9, 2 * half, 18);
      pen.fillStyle = weight < 0 ? this.css.neg : weight > 0 ? this.css.pos : this.css.ink;
      pen.fillText(text, x, y);
    }
  }

  // ---- pointing and choosing

  listen() {
    this.host.addEventListener("pointerover", ({ target }) => this.point(this.tileOf(target)));
    this.host.addEventListener("pointerleave", () => this.point(null));
    this.host.addEventListener("pointermove", (event) => this.pointAtLine(event));
    this.host.addEventListener("focusin", ({ target }) => this.point(this.tileOf(target)));
    this.host.addEventListener("focusout", () => this.point(null));
    this.host.addEventListener("click", ({ target }) => this.pin(this.tileOf(target)));
    this.host.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !(event.key in WALK)) return;
      this.walk(this.tileOf(event.target), WALK[event.key]);
      event.preventDefault();
      event.stopPropagation(); // the film's own arrow keys
    });
    new ResizeObserver(() => {
      if (this.plan?.width === this.host.clientWidth) return;
      this.lay();
      if (this.theta) this.paint(this.theta);
    }).observe(this.host);
  }

  tileOf(target) {
    return this.tiles.find(({ button }) => button.contains(target)) ?? null;
  }

  point(tile) {
    const before = String(this.pointed);
    this.pointed = tile && [tile.layer, tile.unit];
    this.word.hidden = true;
    if (String(this.pointed) !== before) this.tell();
  }

  pin(tile) {
    if (!tile) return;
    const same = String(this.pinned) === String([tile.layer, tile.unit]);
    this.pinned = same ? null : [tile.layer, tile.unit];
    if (same) this.pointed = null;
    for (const { button } of this.tiles) button.setAttribute("aria-pressed", String(button === tile.button && !same));
    this.tell();
  }

  tell() {
    this.pick(this.shown);
    this.forget();
    this.draw();
  }

  walk(tile, [along, across]) {
    if (!tile) return;
    const [layers, units] = this.plan.down ? [across, along] : [along, across];
    const layer = Math.min(Math.max(tile.layer + layers, 0), this.plan.layers.length - 1), row = this.plan.layers[layer];
    const unit = layers ? Math.round(((tile.unit + 0.5) / this.plan.layers[tile.layer].length) * row.length - 0.5) : tile.unit + units;
    const next = this.tiles.find((other) => other.layer === layer && other.unit === Math.min(Math.max(unit, 0), row.length - 1));
    for (const other of this.tiles) other.button.tabIndex = other === next ? 0 : -1;
    next.button.focus();
  }

  pointAtLine({ target, offsetX, offsetY }) {
    if (target !== this.lines || !this.theta) return;
    const near = this.gaps.flat().map((edge) => ({ edge, far: distance(edge, offsetX, offsetY) })).sort((p, q) => p.far - q.far)[0];
    this.word.hidden = near.far > NEAR;
    if (this.word.hidden) return;
    this.word.textContent = written(this.weightOf(near.edge), 3);
    Object.assign(this.word.style, { left: `${offsetX}px`, top: `${offsetY}px` });
  }
}

function isLike(look, before) {
  return before?.sign === look.sign && Math.abs(look.width - before.width) < SEEN;
}

function distance({ a, b }, x, y) {
  const dx = b.x - a.x, dy = b.y - a.y, t = Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy), 0), 1);
  return Math.hypot(a.x + t * dx - x, a.y + t * dy - y);
}

export function unitName(film, layer, unit) {
  if (!layer) return `Input ${given.symbols[film.spec.features[unit]]}`;
  const last = layer === film.places.length, units = film.places[layer - 1].units;
  if (!last) return `Layer ${layer}, unit ${unit + 1}`;
  return units > 1 ? `Output ${film.classes?.[unit] ?? unit + 1}` : "Output";
}
