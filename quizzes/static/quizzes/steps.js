// Opens the steps of a wrong answer where it is checked: what leads to their page puts the page's block below the verdict.
import { element } from "../simulator/elements.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-verdicts] :is([data-step], a[data-in-place])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link, fetch(link.href));
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-verdicts] form[data-in-place]");
  if (!form) return;
  event.preventDefault();
  event.stopPropagation(); // the question itself may be in a form
  const sent = new URLSearchParams(new FormData(form, event.submitter));
  open(form, form.method === "post" ? fetch(form.action, { method: "POST", body: sent }) : fetch(`${form.action}?${sent}`));
}, true);

async function open(from, asked) {
  const place = from.closest("[data-verdicts]");
  let found = null;
  try {
    const reply = await asked;
    found = reply.ok && new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[data-found]");
  } catch { /* said below */ }
  if (!place.isConnected) return;
  const box = place.querySelector(":scope > [data-opened]") ?? place.appendChild(element("div", [], { "data-opened": "" }));
  box.replaceChildren(found || element("p", "We could not open the step. Try again in a moment."));
  if (found) {
    const close = element("button", "Close the steps", { type: "button", class: "button", "data-close": "" });
    found.append(close);
    close.addEventListener("click", () => closeIn(place, box));
    found.focus();
  }
}

function closeIn(place, box) {
  box.remove();
  place.querySelector("[data-step]")?.focus();
}
