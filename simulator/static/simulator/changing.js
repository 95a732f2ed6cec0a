// Follows what is typed into the form: a new trace, a new address, and a step that Back undoes.
import { post } from "./api.js";
import { adopt, bench, current, find, form, keepAddress, progress } from "./bench.js";
import { readForm, showFaults, writeForm } from "./editing.js";
import { paintAll } from "./painting.js";
import * as permalink from "./permalink.js";

const PAUSE = 350; // after the last key
const BURST = 2500; // changes of one field within this are one step for Back
const OFFLINE = "You are offline. The numbers stay here; change one again when the connection is back.";

let timer, lastField = "", lastTime = 0, wanted = 0;

// `go` is called with the step to show after Back.
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
  addEventListener("popstate", () => goBack(go));
  addEventListener("pageshow", ({ persisted }) => persisted && tidy());
  tidy();
}

// A browser that comes back to this page may fill in what was typed on it before; the network is what the address says.
function tidy() {
  if (form && !form.querySelector("[aria-invalid]")) writeForm(form, current.network);
}

const traceOf = (network) => post(`${bench.dataset.trace}?explain=1&steps=1&code=1`, network);
const say = (message) => form && showFaults(form, [{ field: null, message }]);

async function follow(field) {
  const { network, faults } = readForm(form, current.network), mine = (wanted += 1);
  showFaults(form, faults);
  if (faults.length || permalink.write(network) === permalink.write(current.network)) return;
  try {
    const { ok, body } = await traceOf(network);
    if (mine !== wanted) return; // a later change is on its way
    if (!ok) return void showFaults(form, body.faults ?? [body]);
    take(network, body, field);
  } catch {
    say(OFFLINE);
  }
}

function take(network, trace, field) {
  if (!show(network, trace)) return void leaveFor(network, trace);
  remember(field);
  keepAddress();
  if (!current.address) say("This network is too large for a link.");
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
  else say("This network is too large for a link. Use fewer units, or numbers with fewer digits.");
}

// The first change of a field is a step that Back undoes; those that follow at once belong to it.
function remember(field) {
  const now = Date.now();
  if (field !== lastField || now - lastTime > BURST) history.pushState(null, "", location.href);
  [lastField, lastTime] = [field, now];
}

async function goBack(go) {
  clearTimeout(timer);
  const mine = (wanted += 1), earlier = permalink.read(location.search);
  const answered = earlier && await traceOf(earlier).catch(() => OFFLINE);
  if (mine !== wanted) return; // Back was pressed again
  if (answered === OFFLINE) return void stay();
  if (!answered?.ok || !show(earlier, answered.body)) return void location.reload();
  lastField = "";
  if (form) writeForm(form, earlier);
  go(Math.max(0, progress.indexOf(new URLSearchParams(location.search).get("at"))));
}

function stay() {
  keepAddress();
  say(OFFLINE);
}
