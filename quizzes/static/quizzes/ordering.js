// Putting lines in order by moving them: buttons, or the arrow keys on them. The lists of the plain form hold the answer.
function enhance(box) {
  const list = box.querySelector("[data-order-list]");
  const keep = box.querySelector("[data-order-keep]");
  const told = box.querySelector("[data-order-told]");
  const places = [...box.querySelectorAll("select")];
  const lines = () => [...list.children];

  function take() {
    lines().forEach((line, place) => { places[place].value = line.dataset.line; });
    places[0].dispatchEvent(new Event("input", { bubbles: true }));
    show();
  }

  function show() {
    const chosen = places.map((place) => place.value);
    keep.hidden = chosen.every((one) => one !== "");
    if (keep.hidden) for (const one of chosen) list.append(lines().find((line) => line.dataset.line === one));
    lines().forEach((line, place) => {
      line.querySelector("[data-move='-1']").setAttribute("aria-disabled", String(place === 0));
      line.querySelector("[data-move='1']").setAttribute("aria-disabled", String(place === lines().length - 1));
    });
  }

  function move(button, by) {
    const line = button.closest("li");
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(line);
    else other.after(line);
    take();
    told.textContent = `Place ${lines().indexOf(line) + 1} of ${lines().length}`;
    button.focus(); // moving a line takes the focus away
  }

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (button) move(button, Number(button.dataset.move));
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const button = event.target.closest("[data-move]");
    if (!by || !button) return;
    event.preventDefault();
    move(button, by);
  });
  keep.querySelector("button").addEventListener("click", () => {
    take();
    list.querySelector("[data-move='1']").focus();
  });
  box.addEventListener("answer-written", show);
  box.querySelector("[data-order-places]").hidden = true;
  list.hidden = false;
  show();
}

export function enhanceIn(root) {
  for (const box of root.querySelectorAll("[data-order]")) enhance(box);
}

for (const form of document.forms) enhanceIn(form);
