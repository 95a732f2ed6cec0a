// Search as it is typed: the server's own page, its results put in the place of those that are shown. Arrows walk them.
const PAUSE = 180; // milliseconds after the last key
const form = document.querySelector(".search-form");
const field = form.elements.q;
const links = () => [...document.querySelectorAll("#results a")];
let timer;
let asked = null; // the request on its way

async function look() {
  asked?.abort();
  asked = new AbortController();
  const address = `${form.action}?${new URLSearchParams({ q: field.value.trim() })}`;
  try {
    const reply = await fetch(address, { signal: asked.signal });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const [now, then] = [document.querySelector("#results"), page.querySelector("#results")];
    now.querySelector("[role=status]").textContent = then.querySelector("[role=status]").textContent;
    then.querySelector("[role=status]").replaceWith(now.querySelector("[role=status]")); // kept, so that it is read out
    now.replaceChildren(...then.childNodes);
    document.title = page.title;
    history.replaceState(null, "", address);
  } catch {} // offline, or a newer request: the button still works
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [field, ...links()];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
});
