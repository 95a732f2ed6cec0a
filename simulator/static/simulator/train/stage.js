// Paints the runs on the page: what stays while a film plays, and what changes from moment to moment.
import { Arena } from "./arena.js";
import { wake } from "./clock.js";
import { differences } from "./differences.js";
import { inWords, stepperLink } from "./example.js";
import { all, find, isCalm, shows, studio } from "./page.js";
import { drawPlots, moveCurves } from "./plots.js";
import { fillConfusion, fillReadings, fillTables, lossWords, shareWords, weightsInWords } from "./readings.js";
import { current, inUnits, loadMoments, moments, player, put, runs, shown } from "./runs.js";
import { addressOf } from "./taking.js";
import { unitName, Wires } from "./wires.js";

const KINDS = ["orange squares", "blue discs", "plum triangles", "ink diamonds"];
const ENDED = ["diverged", "patience"]; // there is nothing to go on with: the next epoch would end in the same way
const REST = 300; // milliseconds: a browser allows few changes of the address in a short time
const READ = 200; // milliseconds that a number stands, at least, while a film plays
const OR_CLICK = "Or click a point of the map to choose it.";

export const arenas = Object.fromEntries(["now", "kept"].map((name) => [name, new Arena(find(`picture="${name}"`))]));
export const wires = new Wires(find("units"), () => {
  sayUnit();
  shown().forEach(caption);
  paintMaps();
});
// The unit whose map lies in the place of the network's.
const lookedAt = (tone) => (wires.shown && inUnits().tone === tone ? wires.shown : null);
const unitWords = find("unit-words").textContent;
let example = 0, resting = null, written = 0;

// ---- a film comes, or goes

// A new film is played from its start (or `from`), unless somebody had stopped at a moment to look at it.
export function show(film, told, from = null) {
  const isLooking = runs.now && !player.isPlaying && !player.isAtEnd, before = runs.now?.told.link ?? told.link;
  put("now", film, told);
  arenas.now.load(film, runs.now.bounds);
  studio.classList.remove("is-old");
  example = Math.min(example, film.points.x.length - 1);
  loadMoments();
  if (from !== null || !isLooking) begin(from);
  if (told.link !== before) history.pushState(null, "", address() || location.pathname);
  layOut();
}

function begin(from) {
  player.go(isCalm ? player.moments.length - 1 : Math.max(0, player.moments.indexOf(from)));
  if (!isCalm) player.play();
}

export function keep(film, told) {
  put("kept", film, told);
  arenas.kept.load(film, runs.kept.bounds);
}

export function drop() {
  runs.kept = null;
  loadMoments();
  layOut();
}

export function layOut() {
  if (!runs.now) return;
  const isPair = Boolean(runs.kept), { film } = runs.now;
  for (const part of all("of-pair")) part.hidden = !isPair;
  for (const part of all("of-classes")) part.hidden = film.task !== "classes";
  studio.classList.toggle("is-pair", isPair);
  studio.classList.toggle("hides-validation", !shows("validation"));
  find("keep").hidden = isPair;
  find("go-on").disabled = ENDED.includes(film.stopped?.reason);
  find("scrub").max = player.moments.length - 1;
  for (const run of shown()) caption(run);
  const run = inUnits();
  wires.load(run.film, run.forward);
  drawPlots();
  arenas.now.choose(example);
  paint();
}

function caption({ film, name, tone, told }) {
  const lead = document.createElement("b"), names = film.classes ?? ["below 0", "above 0"], unit = lookedAt(tone);
  const speaker = unit ? unitName(film, ...unit) : "the network";
  lead.textContent = name ? `Run ${name}${unit ? `, ${speaker}` : ""}: ${[told.words, ...unlikeTheOther(tone)].join(", ")}. ` : `What ${speaker[0].toLowerCase()}${speaker.slice(1)} says. `;
  const kinds = names.map((one, k) => `${KINDS[k]} ${film.classes ? "class " : ""}${one}`).join(", ");
  const parts = film.validation ? " Filled: train; hollow: validation." : "";
  find(`picture="${tone}"`).querySelector("[data-caption]").replaceChildren(lead, `${kinds[0].toUpperCase()}${kinds.slice(1)}.${parts}`);
}

function unlikeTheOther(tone) {
  const [mine, other] = tone === "now" ? [runs.now, runs.kept] : [runs.kept, runs.now];
  return differences(mine.told, other.told, find("settings"));
}

export function recolour() {
  if (!runs.now) return;
  for (const { tone } of shown()) arenas[tone].recolour();
  wires.recolour();
  paint();
}

// ---- one moment

export function paint() {
  const run = inUnits(), theta = run.film.thetaOf(run.frame);
  run.forward.run(theta);
  wires.paint(theta);
  paintMaps();
  moveCurves();
  if (!player.isPlaying || performance.now() - written > READ) writeNumbers();
  find("scrub").value = player.at;
  find("scrub").setAttribute("aria-valuetext", `Epoch ${player.epoch}`);
  find("moment").textContent = `Epoch ${player.epoch}`;
  if (find("play").textContent !== (player.isPlaying ? "Pause" : "Play")) find("play").textContent = player.isPlaying ? "Pause" : "Play";
  if (player.isPlaying) wake(paint);
  else rest();
}

// Nobody reads 25 numbers a second, and each change of one lays out its table anew.
function writeNumbers() {
  written = performance.now();
  fillReadings(find("readings"), moments());
  if (runs.now.film.task === "classes") fillConfusion(find("confused-head"), find("confused"), find("confused-part"), current());
}

function paintMaps() {
  if (!runs.now) return;
  for (const { film, forward, frame, tone } of moments()) {
    const looked = lookedAt(tone);
    if (!film.maps && inUnits().tone !== tone) forward.run(film.thetaOf(frame));
    if (looked) arenas[tone].paintUnit(wires.valuesOf(...looked), wires.rangeOf(looked[0]));
    else arenas[tone].paint(frame, shows("discrete"), forward);
  }
}

// What only somebody who looks at one moment needs.
export function rest() {
  for (const run of moments()) nameMap(run);
  const { film, frame } = current();
  find("example-words").textContent = inWords(film, frame, example);
  linkStepper(film, frame);
  sayUnit();
  tabulate();
  clearTimeout(resting);
  resting = setTimeout(keepAddress, REST);
}

function nameMap({ film, frame, tone, name }) {
  const part = film.validation ? "validation" : "train", { loss, accuracy } = film[part];
  const right = accuracy ? `, ${shareWords(accuracy[frame])} of the ${part} points right` : "";
  const words = `What ${name ? `run ${name}` : "the network"} says of each point of the plane at epoch ${film.epochs[frame]}: ${part} loss ${lossWords(loss[frame])}${right}`;
  arenas[tone].canvas.setAttribute("aria-label", words);
}

function linkStepper(film, frame) {
  const link = find("stepper"), { url, words } = stepperLink(studio.dataset.stepperPage, film, frame, example);
  for (const [name, value] of [["href", url], ["aria-disabled", url ? null : "true"], ["role", url ? null : "link"]]) {
    if (value) link.setAttribute(name, value);
    else link.removeAttribute(name);
  }
  find("stepper-words").textContent = words ?? OR_CLICK;
}

function sayUnit() {
  const run = runs.now && inUnits();
  find("unit-words").textContent = run && wires.shown ? weightsInWords(run.film, run.frame, wires.shown) : unitWords;
}

export function tabulate() {
  if (runs.now && find("tables").closest("details").open) fillTables(find("tables"), inUnits());
}

export const address = () => addressOf(runs.now.told, runs.kept?.told, player.epoch);

function keepAddress() {
  history.replaceState(null, "", address() || location.pathname);
}

// Somebody went back, or on again: the server knows the settings of every link.
export function follow() {
  const link = new URLSearchParams(location.search).get(runs.kept ? "t" : "s") ?? "";
  if (link === runs.now.told.link) return; // only to another place of the page
  clearTimeout(resting);
  location.reload();
}

// ---- the chosen example

export function choose(number) {
  const count = runs.now.film.points.x.length;
  example = (number + count) % count;
  arenas.now.choose(example);
  rest();
}

export const chooseNext = (step) => choose(example + step);

export function chooseNear(event) {
  const near = arenas.now.nearest(event, !shows("validation"));
  if (near !== null) choose(near);
}
