// What every part of the stepper shares: the page's places, and the network, its trace, its address and the progress.
import * as permalink from "../permalink.js";
import { Changes } from "./changes.js";
import { Progress } from "./progress.js";
import { Score } from "./score.js";

export const given = JSON.parse(document.getElementById("stepper").textContent);
export const bench = document.querySelector("[data-bench]");
export const find = (name) => bench.querySelector(`[data-${name}]`);
export const form = find("change"); // null for a network with more numbers than a page has fields

export const current = {
  network: given.network,
  trace: given.trace,
  text: permalink.canonical(given.network),
  address: document.querySelector("#go [name='n']").value, // the permalink, "" for a network that is too large for one
  fault: "", // the probe at which a wrong prediction first differs
};
const storage = storageOfTab();
export const score = new Score(() => hashOf(current.text), storage);
export const changes = new Changes(current.text, storage);
export const progress = new Progress(given.trace.steps, given.at, score);

// The formulas of a network with many quantities are fetched one by one.
export const isLarge = Object.keys(given.trace.explain).length < given.trace.steps.length / 2;

const here = () => `${location.pathname}?${new URLSearchParams({ n: current.address, at: progress.probe })}`;

function storageOfTab() {
  try {
    return sessionStorage;
  } catch {
    return null; // a browser may forbid it
  }
}

// A short name for a network: the score only asks whether it is the same.
function hashOf(text) {
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}

// The list of networks names the one that the page came with, and no other.
const list = document.getElementById("preset"), first = { text: current.text, preset: list.value };

// The address bar, and the forms that ask the server, name what the page shows.
export function keepAddress() {
  for (const field of document.querySelectorAll("input[name='n']")) field.value = current.address;
  for (const field of bench.querySelectorAll("input[name='at']")) field.value = progress.probe;
  list.value = current.text === first.text ? first.preset : "";
  if (current.address) history.replaceState(null, "", here());
}

// Another network with the same steps takes the place of this one; false where its steps are others.
export function adopt(network, trace) {
  const { steps } = current.trace;
  if (trace.steps.length !== steps.length || trace.steps.some((step, i) => step.probe !== steps[i].probe)) return false;
  Object.assign(current, { network, trace, text: permalink.canonical(network), address: permalink.write(network), fault: "" });
  progress.renew(trace.steps);
  return true;
}
