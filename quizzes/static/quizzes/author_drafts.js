// What was typed and not yet published is kept in this browser, and offered again after a crash or a lost sign-in.
// Signing out takes it away (page.js). It is posted like a press of "Look at it": the server lays out its rows.
const form = document.querySelector("[data-author]");
const offer = document.querySelector("[data-draft]");
const key = `draft:author:${form.dataset.author}`;
const secret = "csrfmiddlewaretoken";

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};
const write = (entries) => {
  try {
    if (entries) localStorage.setItem(key, JSON.stringify(entries));
    else localStorage.removeItem(key);
  } catch {} // a browser that keeps nothing warns before it leaves the page
};
const typed = () => [...new FormData(form)].filter(([name]) => name !== secret);

function bringBack(entries) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = "#outcome";
  for (const [name, value] of [...entries, [secret, form.elements[secret].value], ["look", ""]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

const published = document.querySelector("main > .notice.is-right");
if (published) {
  try {
    for (const name of [key, "draft:author:new"]) localStorage.removeItem(name);
  } catch {}
}
const draft = read();
const sent = document.querySelector(".outcome .notice, .outcome .preview");
if (draft && !sent && JSON.stringify(draft) !== JSON.stringify(typed())) {
  offer.hidden = false;
  offer.querySelector("[data-bring-back]").addEventListener("click", () => bringBack(draft));
  offer.querySelector("[data-discard]").addEventListener("click", () => {
    write(null);
    offer.hidden = true;
  });
}

let touched = false;
let later;
const keep = () => touched && write(typed());
form.addEventListener("input", () => {
  touched = true;
  clearTimeout(later);
  later = setTimeout(keep, 500);
  offer.hidden = true; // what is typed now takes its place
});
form.addEventListener("submit", keep);
addEventListener("pagehide", keep);
