// Follows what is typed into the form: a new trace, a new address, and a change that can be undone and done again.
import { NoAnswer, post } from "../api.js";
import { takeChoices } from "../choices.js";
import * as permalink from "../permalink.js";
import { adopt, bench, changes, current, find, form, isLarge, keepAddress, progress } from "./bench.js";
import { readForm, showFaults, writeForm } from "./editing.js";
import { paintAll } from "./painting.js";

const PAUSE = 350; // after the last key
const BURST = 2500; // changes of one field within this are one change
const TOO_LARGE = "This network is too large for a link. Use fewer units, or numbers with fewer digits.";

let timer, lastField = "", lastTime = 0, wanted = 0;

// `go` is called with the step to show after a change was undone.
export function followChanges(go) {
  form?.addEventListener("input", ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(follow, PAUSE, target.name);
  });
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    follow("");
  });
  if (form) takeChoices(form, (field) => follow(field.name));
  addEventListener("popstate", () => goBack(go));
  addEventListener("pageshow", ({ persisted }) => persisted && tidy());
  addEventListener("keydown", (event) => followKeys(event, go));
  tidy();
  paintChanges();
}

export const undo = (go) => restore(changes.past.at(-1), "One change undone.", go);
export const redo = (go) => restore(changes.future.at(-1), "Done again.", go);

// Ctrl+Z in a field undoes what was typed there, as everywhere.
function followKeys(event, go) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input:not([type=checkbox]), select, textarea")) return;
  const key = event.key.toLowerCase(), again = key === "y" || (key === "z" && event.shiftKey);
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  (again ? redo : undo)(go);
}

function paintChanges(said = "") {
  find("undo").disabled = !changes.canUndo;
  find("redo").disabled = !changes.canRedo;
  find("undone").textContent = said;
}

// A browser that comes back to this page may fill in what was typed on it before; the network is what the address says.
function tidy() {
  if (form && !form.querySelector("[aria-invalid]")) writeForm(form, current.network);
}

function traceOf(network) {
  const explain = isLarge ? progress.probe : "1";
  return post(`${bench.dataset.trace}?${new URLSearchParams({ explain, steps: "1", code: "1" })}`, network);
}

const sayNoAnswer = ({ message, when }) => say(`${message} The numbers stay here; change one again ${when}.`);
const say = (message) => (form ? showFaults(form, [{ field: null, message }]) : paintChanges(message));

async function follow(field) {
  const { network, faults } = readForm(form, current.network), mine = (wanted += 1);
  showFaults(form, faults);
  if (faults.length || permalink.canonical(network) === current.text) return;
  try {
    const { ok, body } = await traceOf(network);
    if (mine !== wanted) return; // a later change is on its way
    if (!ok) return void showFaults(form, body.faults ?? [body]);
    take(network, body, field);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    sayNoAnswer(error);
  }
}

function take(network, trace, field) {
  if (!show(network, trace)) return void leaveFor(network, trace);
  remember(field);
  keepAddress();
  paintChanges();
  if (!current.address) say(TOO_LARGE);
}

function show(network, trace) {
  if (!adopt(network, trace)) return false;
  find("code").textContent = trace.code;
  find("said").replaceChildren();
  paintAll();
  return true;
}

// Other steps: the server lays out the page.
function leaveFor(network, { steps }) {
  const n = permalink.write(network), at = steps.some((step) => step.probe === progress.probe) ? progress.probe : "";
  if (n) location.assign(`${location.pathname}?${new URLSearchParams({ n, at })}`);
  else say(TOO_LARGE);
}

// Numbers typed at once after each other into one field are one change, for Undo and for the browser's Back.
function remember(field) {
  const now = Date.now();
  if (field === lastField && now - lastTime <= BURST) {
    changes.amend(current.text);
  } else {
    history.pushState(null, "", location.href);
    changes.change(current.text);
  }
  [lastField, lastTime] = [field, now];
}

async function goBack(go) {
  const earlier = permalink.read(location.search);
  if (earlier && permalink.canonical(earlier) === current.text) return;
  const { trace, noAnswer, late } = earlier ? await fetched(earlier) : {};
  if (late) return;
  if (noAnswer) return void stay(noAnswer);
  if (!trace || !show(earlier, trace)) return void location.reload();
  changes.arrive(current.text);
  settle(go, "", new URLSearchParams(location.search).get("at"));
}

async function restore(text, said, go) {
  if (!text) return;
  const network = JSON.parse(text), { trace, noAnswer } = await fetched(network);
  if (noAnswer) return void sayNoAnswer(noAnswer);
  if (!trace) return;
  if (!show(network, trace)) return void leaveFor(network, trace);
  changes.arrive(text);
  settle(go, said, progress.probe);
}

// {trace} of a network, {noAnswer} without an answer, {late} where another change came in between, {} for a bad one.
async function fetched(network) {
  clearTimeout(timer);
  const mine = (wanted += 1);
  try {
    const { ok, body } = await traceOf(network);
    if (mine !== wanted) return { late: true };
    return ok ? { trace: body } : {};
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { noAnswer: error };
  }
}

function settle(go, said, at) {
  lastField = "";
  if (form) writeForm(form, current.network);
  go(Math.max(0, progress.indexOf(at)));
  paintChanges(said);
}

function stay(noAnswer) {
  keepAddress();
  sayNoAnswer(noAnswer);
}
