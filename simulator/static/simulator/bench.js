// What every part of the stepper shares: the page's places, and the network, its trace, its address and the progress.
import * as permalink from "./permalink.js";
import { Progress } from "./progress.js";

export const given = JSON.parse(document.getElementById("stepper").textContent);
export const bench = document.querySelector("[data-bench]");
export const find = (name) => bench.querySelector(`[data-${name}]`);
export const form = find("change"); // null for a network with more numbers than a page has fields

export const current = {
  network: given.network,
  trace: given.trace,
  address: document.querySelector("#go [name='n']").value, // the permalink, "" for a network that is too large for one
};
export const progress = new Progress(given.trace.steps, given.at);

const here = () => `${location.pathname}?${new URLSearchParams({ n: current.address, at: progress.probe })}`;

// The address bar, and the forms that ask the server, name what the page shows.
export function keepAddress() {
  for (const field of document.querySelectorAll("input[name='n']")) field.value = current.address;
  for (const field of bench.querySelectorAll("input[name='at']")) field.value = progress.probe;
  if (current.address) history.replaceState(null, "", here());
}

// Another network with the same steps takes the place of this one; false where its steps are others.
export function adopt(network, trace) {
  const { steps } = current.trace;
  if (trace.steps.length !== steps.length || trace.steps.some((step, i) => step.probe !== steps[i].probe)) return false;
  Object.assign(current, { network, trace, address: permalink.write(network) });
  progress.renew(trace.steps);
  return true;
}
