// One question at a time or all of them, and bookmarks: kept in cookies, as the server keeps them for a page without scripts.
const YEAR = 60 * 60 * 24 * 365;
const form = document.querySelector("[data-quiz]");
const questions = [...form.querySelectorAll("[data-position]")];
const stripOf = (question) => form.querySelector(`[data-strip="${question.dataset.position}"]`);
const isBookmarked = (question) => question.querySelector("[name=bookmark]").ariaPressed === "true";

function keep(name, value, path) {
  document.cookie = `${name}=${value}; path=${path}; max-age=${YEAR}; samesite=lax`;
}

function bookmark(button) {
  button.ariaPressed = String(button.ariaPressed !== "true");
  const question = button.closest("[data-position]");
  stripOf(question).querySelector("[data-bookmarked]").hidden = !isBookmarked(question);
  const marked = new Set(document.cookie.match(/(?:^|; )bookmarks=([\d.]+)/)?.[1].split(".")); // another tab may have set some since
  marked[isBookmarked(question) ? "add" : "delete"](question.dataset.position);
  keep("bookmarks", [...marked].join("."), location.pathname);
}

const BAR = 80; // pixels that the bar at the top covers
const bottomOf = (element) => element.getBoundingClientRect().bottom;
const inView = () => questions.find((one) => bottomOf(one) > BAR);
const isBelow = (button) => bottomOf(button) > bottomOf(questions.at(-1)); // on a phone: what is in view there is the last one, whoever comes
const current = () => form.querySelector(".current");

function view(button) {
  const one = button.value === "one";
  goTo((one && !isBelow(button) && inView()) || current());
  form.classList.toggle("one", one);
  history.replaceState(null, "", `#${current().id}`); // or a link to the question that it named before would lead nowhere
  current().scrollIntoView();
  keep("view", button.value, "/");
  button.value = one ? "all" : "one";
  button.textContent = one ? "Show all questions" : "Show one at a time";
}

// The question that was gone to last: an address that names the overview or the notice leaves it where it is.
function goTo(question) {
  for (const one of questions) {
    one.classList.toggle("current", one === question);
    if (one === question) stripOf(one).setAttribute("aria-current", "true"); // an empty one is as good as none
    else stripOf(one).removeAttribute("aria-current");
  }
}

function follow() {
  const question = questions.find((one) => `#${one.id}` === location.hash);
  if (!question) return;
  goTo(question);
  if (!form.classList.contains("one")) return;
  question.tabIndex = -1;
  question.focus({ preventScroll: true });
  question.scrollIntoView(); // it was hidden when the browser looked for it
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=bookmark], [name=view]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "view") view(button);
  else bookmark(button);
});

document.querySelector(".jump").addEventListener("click", () => goTo(inView() || current()));
form.classList.add("walked");
goTo(questions[0]);
follow();
addEventListener("hashchange", follow);
