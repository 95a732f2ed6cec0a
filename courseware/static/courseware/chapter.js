// Follows the reader through a chapter, and remembers the place: on the server, or for a visitor in the browser.
const PAUSE = 4000; // milliseconds in a section before it counts as read
const BELOW = 32; // pixels below the top: a heading above this line is being read
const article = document.querySelector("[data-chapter]");
const contents = document.querySelector(".contents");
const links = [...contents.querySelectorAll("ol a")];
const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const bar = document.querySelector(".read-bar");
const form = document.querySelector("form.place");
const details = contents.querySelector("details");
const wide = matchMedia("(min-width: 64rem)");
const key = `place:${article.dataset.chapter}`;
const seconds = article.dataset.seconds.trim().split(" ").map(Number); // of each section that the contents list
const titleOf = (link) => link.firstChild.textContent.trim();
let at = -1;
let timer;
let sent = "";

function place(share) {
  if (share === 1) return heads.length - 1; // the last sections may be too short to come up
  const line = parseFloat(getComputedStyle(heads[0]).scrollMarginTop) + BELOW;
  return Math.max(0, heads.filter((head) => head && head.getBoundingClientRect().top < line).length - 1);
}

function follow() {
  const share = Math.min(1, (scrollY + 1) / Math.max(1, document.body.scrollHeight - innerHeight)); // a pixel for rounding
  bar.value = share;
  const now = place(share);
  if (now === at) return;
  links[at]?.removeAttribute("aria-current");
  at = now;
  links[at].setAttribute("aria-current", "true");
  contents.querySelector("[data-now]").textContent = titleOf(links[at]);
  contents.querySelector("[data-left]").textContent = left(share);
  point(contents.querySelector("[data-back]"), links[at - 1]);
  point(contents.querySelector("[data-on]"), links[at + 1]);
  keepInView(links[at]);
  clearTimeout(timer);
  if (scrollY > 0) timer = setTimeout(remember, PAUSE);
}

function left(share) {
  const ahead = share === 1 ? [] : seconds.slice(at);
  const minutes = Math.round(ahead.reduce((sum, one) => sum + one, 0) / 300) * 5;
  return minutes ? `About ${minutes} minutes left` : "Nearly done";
}

function point(step, link) {
  step.hidden = !link;
  if (!link) return;
  step.href = link.hash;
  step.querySelector("span").textContent = titleOf(link);
}

function keepInView(link) {
  if (!wide.matches || !link) return;
  const room = contents.getBoundingClientRect();
  const box = link.getBoundingClientRect();
  if (box.bottom > room.bottom) contents.scrollTop += box.bottom - room.bottom + box.height;
  if (box.top < room.top) contents.scrollTop -= room.top - box.top + box.height;
}

function remember() {
  const anchor = heads[at]?.id;
  if (!anchor || anchor === sent) return;
  if (!form) return keep(anchor);
  form.anchor.value = anchor;
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true })
    .then((reply) => { if (reply.ok) sent = anchor; })
    .catch(() => {});
}

function keep(anchor) {
  try {
    localStorage.setItem(key, anchor);
    sent = anchor;
  } catch {}
}

function kept() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function resume() {
  const line = article.querySelector(".resume");
  const link = form ? null : links.find((one) => one.hash === `#${kept()}`);
  if (!link || location.hash) return;
  line.querySelector("a").href = link.hash;
  line.querySelector("a").textContent = titleOf(link);
  line.hidden = false;
}

function fold() {
  details.open = wide.matches;
}

if (links.length) {
  fold();
  wide.addEventListener("change", fold);
  contents.querySelector("[data-steps]").hidden = false;
  addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", follow, { passive: true });
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) details.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide.matches || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  resume();
  follow();
}
