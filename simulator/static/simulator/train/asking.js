// From settings to a film: one thing at a time, and whatever goes wrong, what was typed and what was trained stay.
import { notice } from "../notice.js";
import { askFilm, readSettings, Trouble } from "./door.js";
import { joined, read } from "./film.js";
import { button, find, given, say, studio, tell } from "./page.js";
import { runs } from "./runs.js";
import { keep, show } from "./stage.js";

const TONES = { diverged: "wrong", risen: "wrong", patience: "open", time: "partly" };
let asking = null;

const epochsOf = ({ epochs }) => `${epochs} epoch${epochs === 1 ? "" : "s"}`;
const film = async (order, signal) => read(await askFilm(studio.dataset.runs, order, signal, (seconds) => say(`Others are training: this run comes again in ${seconds} s…`)));

// The first film, and one to compare it with if the link has one.
export function open({ run, beside }, settings) {
  return work("Training…", settings, async (signal) => {
    if (beside) keep(await film(beside.spec, signal), beside);
    await train(run, settings, signal);
  });
}

export function change(settings) {
  return work("Reading the settings…", settings, async (signal) => {
    const { told, errors, choices } = await readSettings(settings.form, signal);
    settings.answer(errors ?? {}, choices);
    if (errors && !runs.now) await train(given.run, settings, signal);
    if (errors) say("The film is of the settings before. Correct the setting that is marked, and it trains anew.");
    else await train(told, settings, signal);
  });
}

async function train(told, settings, signal) {
  say(`Training ${epochsOf(told.spec)}…`);
  show(await film(told.spec, signal), told);
  document.querySelector("[data-about]").textContent = told.about;
  document.getElementById("situation").value = told.situation;
  const { stopped } = runs.now.film;
  say(`${told.words}: ${stopped && stopped.reason !== "risen" ? `ended at epoch ${stopped.epoch}` : "trained"}.`);
  sayStopped(settings);
}

export function goOn(settings) {
  const { film: before, told } = runs.now;
  return work(`Training ${epochsOf(before.spec)} more…`, settings, async (signal) => {
    const more = await film({ spec: before.spec, checkpoint: before.checkpoint }, signal);
    show(read(joined(before, more)), told, before.epochs.at(-1));
    say(`Trained on to epoch ${runs.now.film.epochs.at(-1)}. A link to this page has the first ${epochsOf(before.spec)}.`);
    sayStopped(settings);
  });
}

export const cancel = () => asking?.abort();

// What comes later ends what was under way.
async function work(words, settings, task) {
  cancel();
  const mine = asking = new AbortController();
  studio.classList.add("is-old");
  find("cancel").hidden = false;
  tell();
  say(words);
  try {
    await task(mine.signal);
  } catch (error) {
    if (asking === mine) fail(error, settings);
  } finally {
    if (asking === mine) {
      asking = null;
      find("cancel").hidden = true;
    }
  }
}

function fail(error, settings) {
  if (error.name === "AbortError") return say(runs.now ? "Cancelled. The film is of the settings before." : "Cancelled.");
  if (!(error instanceof Trouble)) throw error;
  say("");
  tell(notice("partly", error.lead, [error.words], [button("Train again", () => change(settings))]));
}

function sayStopped(settings) {
  const { stopped } = runs.now.film;
  if (!stopped) return tell();
  const [lead, ...more] = stopped.words.split(/(?<=\.) (?=[A-Z])/);
  const act = stopped.rate === null ? [] : [button(`Train with a learning rate of ${stopped.rate}`, () => settings.set("optimiser.learning_rate", stopped.rate))];
  tell(notice(TONES[stopped.reason], lead, more.length ? [more.join(" ")] : [], act));
}
