// A chapter: which section is being read, how far down, and (for somebody who is known) remembering the place.
const PAUSE = 4000; // milliseconds in one section before it counts as being read
const links = [...document.querySelectorAll(".contents a[href^='#']")];
const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const bar = document.querySelector(".read-bar");
const form = document.querySelector("form.place");
const details = document.querySelector(".contents details");
let at = -1;
let timer;
let sent = "";

function place() {
  const passed = heads.filter((head) => head && head.getBoundingClientRect().top < innerHeight * 0.35).length;
  return Math.max(0, passed - 1);
}

function follow() {
  if (bar) bar.value = scrollY / Math.max(1, document.body.scrollHeight - innerHeight);
  const now = place();
  if (now === at) return;
  links[at]?.removeAttribute("aria-current");
  at = now;
  links[at]?.setAttribute("aria-current", "true");
  clearTimeout(timer);
  if (scrollY > 0) timer = setTimeout(remember, PAUSE);
}

function remember() {
  const anchor = heads[at]?.id;
  if (!form || !anchor || anchor === sent) return;
  form.anchor.value = anchor;
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true })
    .then((reply) => { if (reply.ok) sent = anchor; })
    .catch(() => {}); // offline: the next section will be remembered
}

if (links.length) {
  details.open = matchMedia("(min-width: 64rem)").matches;
  addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", follow, { passive: true });
  details.addEventListener("click", (event) => {
    if (event.target.closest("a") && !matchMedia("(min-width: 64rem)").matches) details.open = false;
  });
  follow();
}
