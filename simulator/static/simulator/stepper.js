// The stepper: steps at once, hides what is to be predicted, has it checked, and follows every change of the network.
// Without it the page does the same, a step a request.
import { post } from "./api.js";
import { readForm, showFaults, writeForm } from "./editing.js";
import { asked, asMath, breakIfLong } from "./formula.js";
import { written } from "./network.js";
import { followWidth, listen, paint } from "./paint.js";
import * as permalink from "./permalink.js";
import { Progress } from "./progress.js";
import { notice, verdictOn } from "./verdict.js";

const PAUSE = 350; // after the last key
const BURST = 2500; // changes of one field within this are one step for Back

const given = JSON.parse(document.getElementById("stepper").textContent);
const bench = document.querySelector("[data-bench]");
const find = (name) => bench.querySelector(`[data-${name}]`);
const change = find("change"), drawing = find("drawing"), answer = find("answer");
const ours = document.querySelector("#go [name='n']").value;

let { network, trace } = given;
let address = ours; // the permalink
let progress = new Progress(trace.steps, given.at);

// ---- painting

function drawNetwork() {
  const { step } = progress;
  paint(drawing, network, trace, {
    stage: ["backward", "update"].includes(step.stage) ? step.stage : "forward",
    known: (probe) => progress.isKnown(probe),
    hidden: progress.isOpen ? step.probe : undefined,
    fault: find("wrong") && !find("wrong").hidden ? step.probe : undefined,
    chosen: step.probe,
    label: `The network at step ${progress.now + 1}: ${step.title}`,
  });
}

function box(math, label) {
  const made = document.createElement("div");
  made.className = "scroll";
  for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]]) made.setAttribute(name, value);
  made.append(math);
  return made;
}

function paragraph(words, className) {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = words;
  return made;
}

function explain() {
  const told = trace.explain[progress.probe];
  if (!told) return find("working").replaceChildren(paragraph("This value is too large to be written. Choose smaller weights, inputs or learning rate.", ""));
  find("working").replaceChildren(
    paragraph("With symbols", "as"), box(asMath(told.symbols), "Formula with symbols"),
    paragraph("With this network’s numbers", "as"), box(progress.isOpen ? asked(told.numbers) : asMath(told.numbers), "Formula with numbers"),
    paragraph(told.words, "small quiet words"),
  );
  for (const line of find("working").querySelectorAll(".scroll")) breakIfLong(line);
}

function fillTable() {
  const example = /@\d+/.exec(progress.probe)?.[0];
  for (const cell of bench.querySelectorAll("[data-cell]")) {
    if (example) cell.value = cell.value.replace(/@\d+/, example);
    const step = progress.steps[progress.indexOf(cell.value)], isNow = cell.value === progress.probe;
    const kind = progress.open.has(cell.value) && progress.isReached(cell.value) ? "hidden" : isNow ? "now" : progress.isReached(cell.value) ? "reached" : "later";
    cell.closest("td").className = `n ${kind}`;
    cell.textContent = { hidden: "?", later: "·" }[kind] ?? (step.value === null ? "too large" : written(step.value));
    const words = { hidden: "yours to find", later: "not reached" }[kind];
    if (words) cell.setAttribute("aria-label", words);
    else cell.removeAttribute("aria-label");
  }
}

function fillGiven() {
  for (const cell of bench.querySelectorAll("[data-given]")) {
    const [, quantity, list] = /^([Wb])\[([\d,]+)\]$/.exec(cell.dataset.given) ?? [];
    if (!quantity) continue;
    const [k, j, i] = list.split(",").map((number) => Number(number) - 1);
    cell.textContent = written(quantity === "W" ? network.layers[k].weights[j][i] : network.layers[k].biases[j]);
  }
}

function sayWhere() {
  const { step, now, steps } = progress, stage = step.stage === "given" ? "forward" : step.stage, title = document.createElement("span");
  title.className = "unseen";
  title.textContent = `: ${step.title}`;
  find("count").replaceChildren(`Step ${now + 1} of ${steps.length}`, title);
  find("what").textContent = step.title;
  for (const button of bench.querySelectorAll("[data-stage]")) button.setAttribute("aria-pressed", String(button.dataset.stage === stage));
  find("back").disabled = now === 0;
  find("next").disabled = now === steps.length - 1;
}

function paintAll() {
  const wrong = find("wrong");
  if (wrong) wrong.hidden = progress.probe !== given.at;
  sayWhere();
  explain();
  fillTable();
  drawNetwork();
  find("form").hidden = !progress.isOpen;
  find("hide-form").hidden = progress.isOpen;
  find("mode").checked = progress.predictsEach;
  find("tally").textContent = progress.tally;
}

// ---- stepping

function here() {
  return `${location.pathname}?${new URLSearchParams({ n: address, at: progress.probe })}`;
}

function keepAddress() {
  for (const field of document.querySelectorAll("input[name='n']")) field.value = address;
  for (const field of bench.querySelectorAll("input[name='at']")) field.value = progress.probe;
  if (address) history.replaceState(null, "", here());
}

function go(to) {
  progress.go(to);
  answer.value = "";
  find("said").replaceChildren();
  paintAll();
  keepAddress();
}

// Choosing a number goes to its step; choosing it again hides it. A weight or bias that is given stands for its sum.
function pick(probe) {
  const value = probe.replace(/^output\[/, `a[${network.layers.length},`);
  const index = progress.indexOf(value) >= 0 ? progress.indexOf(value) : progress.indexOf(value.replace(/^[Wb](\[\d+,\d+)(,\d+)?\]/, "z$1]"));
  if (index < 0) return;
  if (index !== progress.now) return void go(index);
  hide();
}

function hide() {
  progress.hide();
  progress.found.delete(progress.probe);
  find("said").replaceChildren();
  paintAll();
  if (progress.isOpen) answer.focus({ preventScroll: innerWidth >= 960 });
}

// ---- predicting

async function check(event) {
  event.preventDefault();
  const probe = progress.probe, said = find("said");
  try {
    const { ok, body } = await post(bench.dataset.check, { network, probe, answer: answer.value });
    if (probe !== progress.probe) return; // the learner has gone on
    if (ok && body.correct) {
      progress.find();
      paintAll();
      if (!find("next").disabled) find("next").focus({ preventScroll: true });
    } else answer.focus({ preventScroll: true });
    said.replaceChildren(ok ? verdictOn(body, probe, (node) => progress.indexOf(node) >= 0) : notice("partly", "", [body.message]));
  } catch {
    said.replaceChildren(notice("partly", "You are offline.", ["Your number stays here; check it again when the connection is back."]));
  }
}

// ---- changing the network

let timer, lastField = "", lastTime = 0, wanted = 0;

async function traceOf(changed) {
  return post(`${bench.dataset.trace}?explain=1&steps=1&code=1`, changed);
}

function adopt(changed, body) {
  const same = body.steps.length === trace.steps.length && body.steps.every((step, i) => step.probe === trace.steps[i].probe);
  address = permalink.write(changed);
  if (!same) return false;
  network = changed;
  trace = body;
  progress.renew(body.steps);
  find("code").textContent = body.code;
  fillGiven();
  find("said").replaceChildren();
  paintAll();
  return true;
}

function leaveFor({ steps }) {
  const at = steps.some((step) => step.probe === progress.probe) ? progress.probe : "";
  location.assign(`${location.pathname}?${new URLSearchParams({ n: address, at })}`);
}

async function follow(field) {
  const { network: changed, faults } = readForm(change, network), mine = (wanted += 1);
  showFaults(change, faults);
  if (faults.length) return;
  try {
    const { ok, body } = await traceOf(changed);
    if (mine !== wanted) return; // a later change is on its way
    if (!ok) return void showFaults(change, body.faults ?? [body]);
    remember(field);
    if (!adopt(changed, body)) return void leaveFor(body); // other steps: the server lays out the page
    keepAddress();
    if (!address) showFaults(change, [{ field: null, message: "This network is too large for a link." }]);
  } catch {
    showFaults(change, [{ field: null, message: "You are offline. The numbers stay here; change one again when the connection is back." }]);
  }
}

// The first change of a field is a step that Back undoes; those that follow at once belong to it.
function remember(field) {
  const now = Date.now();
  if (field !== lastField || now - lastTime > BURST) history.pushState(null, "", location.href);
  [lastField, lastTime] = [field, now];
}

async function goBack() {
  const earlier = permalink.read(location.search);
  const answered = earlier && await traceOf(earlier).catch(() => null);
  if (!answered?.ok || !adopt(earlier, answered.body)) return void location.reload();
  lastField = "";
  if (change) writeForm(change, network);
  const at = new URLSearchParams(location.search).get("at");
  go(Math.max(0, progress.indexOf(at)));
}

// ---- copying

async function copy(button, text) {
  const words = button.dataset.words ??= button.textContent;
  await navigator.clipboard.writeText(text).then(() => { button.textContent = "Copied"; }, () => { button.textContent = "Copying is not allowed here"; });
  setTimeout(() => { button.textContent = words; }, 2000);
}

// ---- wiring

bench.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { stage, look } = button.dataset;
  if (look) go(progress.indexOf(look));
  else if (stage) go(progress.steps.findIndex((step) => step.stage === stage));
  else if ("back" in button.dataset) go(progress.now - 1);
  else if ("next" in button.dataset) go(progress.now + 1);
  else if ("cell" in button.dataset) pick(button.value);
  else if ("hide" in button.dataset) hide();
  else if ("show" in button.dataset) {
    progress.show();
    find("said").replaceChildren();
    paintAll();
  } else if ("copyCode" in button.dataset) copy(button, find("code").textContent);
  else if ("copyLink" in button.dataset) copy(button, location.href);
  else if (button.getAttribute("form") === "go") go(progress.indexOf(button.value));
  else return;
  event.preventDefault();
});
find("form").addEventListener("submit", check);
find("mode").addEventListener("change", ({ target }) => {
  progress.predictEach(target.checked);
  paintAll();
});
change?.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  timer = setTimeout(follow, PAUSE, target.name);
});
change?.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  follow("");
});
addEventListener("popstate", goBack);
listen(drawing, pick);
followWidth(drawing, drawNetwork);

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
if (!navigator.clipboard) for (const button of document.querySelectorAll("[data-copy-code], [data-copy-link]")) button.hidden = true;
if (find("mode").checked) progress.predictEach(true);
if (find("form").hidden === false && !progress.isOpen) progress.hide();
const said = [...find("said").childNodes]; // the server's verdict on what was sent without a script
paintAll();
find("said").replaceChildren(...said);
keepAddress();
document.fonts.ready.then(explain); // only now is a line as long as it will be
