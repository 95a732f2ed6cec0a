// Every page: colours, time zone, forms sent once, and drafts removed at sign-out.
const root = document.documentElement;
const THEMES = ["auto", "light", "dark"];
const YEAR = 60 * 60 * 24 * 365;
const DOUBLE = 3000; // milliseconds in which a second click on the same button is one too many

const theme = document.querySelector(".theme");
const current = () => root.dataset.theme ?? "auto";
const name = () => theme.setAttribute("aria-label", `Colours: ${current()}. Change`);

if (theme) {
  theme.hidden = false;
  name();
  theme.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    const age = next === "auto" ? 0 : YEAR;
    document.cookie = `theme=${next}; path=/; max-age=${age}; samesite=lax`;
    name();
  });
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `time_zone=${zone}; path=/; max-age=${YEAR}; samesite=lax`; // for times, until one is chosen

for (const field of zone ? document.querySelectorAll("[data-time-zone]") : []) {
  if (field.value) continue; // chosen before, and the form came back
  if (![...field.options].some((option) => option.value === zone)) field.add(new Option(zone, zone));
  field.value = zone;
}

// Send answers that wait in this browser.
const LEFT = /^draft:([0-9a-f-]{36}:\d+|\/chapters\/[^:]+:[^:]*:[^:]+)$/;
async function sendWhatIsLeft() {
  try {
    const keys = document.hidden ? [] : Object.keys(localStorage).filter((key) => LEFT.test(key));
    if (keys.length) (await import("../quizzes/left.js")).sendLeft(keys);
  } catch {}
}
for (const moment of ["online", "pageshow", "focus"]) addEventListener(moment, sendWhatIsLeft);
document.addEventListener("visibilitychange", sendWhatIsLeft);

// A double click sends a form once.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
  setTimeout(() => sent.delete(event.target), DOUBLE);
});

document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
  } catch {}
});
