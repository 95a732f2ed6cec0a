// The page that trains: settings become a film, the film is played, and everything on the page shows one moment of it.
import { cancel, change, goOn, open } from "./asking.js";
import { all, find, given, say, studio } from "./page.js";
import { KEYS } from "./player.js";
import { followWidth } from "./plots.js";
import { current, player, runs } from "./runs.js";
import { Settings } from "./settings.js";
import { address as addressNow, chooseNear, chooseNext, drop, follow, keep, layOut, paint, recolour, tabulate } from "./stage.js";
import { copyLink, downloadWeights } from "./taking.js";
import { onNewTones } from "./tones.js";

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
find("train").classList.remove("main"); // a page has one dark button, and here that is Play

const settings = new Settings(find("settings"), {
  changed: () => change(settings),
  wanted: () => {
    if (find("player").getBoundingClientRect().bottom < 0) find("film").scrollIntoView(); // on a phone the settings lie below it
  },
  invited: () => {
    cancel();
    say("Paste your points into the settings, or drop a CSV file there. Until then the film is of the data before.");
  },
});

// ---- the player

function act(name) {
  if (name === "toggle") player.toggle();
  else player.move(name);
  paint();
}

function moveTo(at) {
  player.pause();
  player.go(at);
  paint();
}

const OWN_KEYS = { " ": "button, a, select, summary, [type=checkbox]", other: "select, [type=range]" }; // of controls
studio.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!runs.now || !(key in KEYS) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!target.closest("[data-film]") || target.closest(OWN_KEYS[key] ?? OWN_KEYS.other)) return;
  event.preventDefault();
  act(KEYS[key]);
});

// ---- buttons, by their data attribute

const ACTIONS = {
  play: () => act("toggle"),
  go: ({ dataset }) => act(dataset.go),
  goOn: () => goOn(settings),
  keep: () => {
    keep(runs.now.film, runs.now.told);
    layOut();
    find("drop").focus();
    say("Run A is kept. Change a setting: run B shows it beside.");
  },
  drop: () => {
    drop();
    find("keep").focus();
    say("The comparison is over.");
  },
  example: ({ dataset }) => chooseNext(Number(dataset.example)),
  weights: () => downloadWeights(runs.now.film, current().frame),
  copyLink: () => copyLink(addressNow(), find("link-words")),
};

studio.addEventListener("click", ({ target }) => {
  const pressed = target.closest("button");
  if (pressed && "cancel" in pressed.dataset) cancel();
  const name = Object.keys(ACTIONS).find((action) => pressed && action in pressed.dataset);
  if (name && runs.now) ACTIONS[name](pressed);
});
find('picture="now"').querySelector(".arena").addEventListener("click", (event) => runs.now && chooseNear(event));
find("scrub").addEventListener("input", ({ target }) => runs.now && moveTo(Number(target.value)));
for (const box of all("show")) box.addEventListener("change", layOut);
find("tables").closest("details").addEventListener("toggle", tabulate);
addEventListener("popstate", () => runs.now && follow());
onNewTones(recolour);
followWidth();

// ---- the first film is there at once; a link may name a moment of it

const address = new URLSearchParams(location.search), asked = address.get("frame");
await (settings.restore(!address.has("s")) ? change(settings) : open(given, settings));
if (asked !== null && runs.now) moveTo(player.moments.findLastIndex((moment) => moment <= Number(asked)));
