// Curves that are followed: a line goes along them, and the numbers there are those of the figure's table.
const BEAT = 120; // milliseconds between two places of a film
const SVG = "http://www.w3.org/2000/svg";

// Of a path in which each place is told from the one before (drawing/plots.py).
function places(path) {
  let x = 0, y = 0;
  return [...path.matchAll(/([-\d.]+) ([-\d.]+)/g)].map(([, along, down]) => [x += Number(along), y += Number(down)]);
}

export function start(figure) {
  const { each, names } = figure.querySelector("[data-each]").dataset, rows = [...figure.querySelectorAll("tbody tr")], titles = names.split("|");
  const dial = figure.querySelector("input[type=range]"), plot = figure.querySelector("svg.plot"), play = figure.querySelector("[data-play]");
  const cursor = plot.querySelector(".cursor"), spots = plot.querySelector("[data-spots]"), paths = [...plot.querySelectorAll(".curve")];
  const points = paths.map((path) => places(path.getAttribute("d")));
  let run = 0, timer = 0;

  function show() {
    const [place, ...cells] = [...rows[dial.value].cells].map((cell) => cell.textContent), from = run * each, own = points.slice(from, from + Number(each));
    const x = rows.length > 1 ? own[0][dial.value][0] / 10 : 0;
    for (const name of ["x1", "x2"]) cursor.setAttribute(name, `${x}%`);
    spots.replaceChildren(...own.map((curve) => spot(x, curve[dial.value][1])));
    figure.querySelector("[data-at]").value = place;
    const told = titles.map((title, i) => `${title} ${cells[from + i]}`).join(" · ");
    figure.querySelector("[data-told]").textContent = told;
    dial.parentElement.querySelector("b").textContent = place;
    dial.setAttribute("aria-valuetext", `${place}; ${told}`);
  }

  function choose(number) {
    run = number;
    for (const part of plot.querySelectorAll("[data-group]")) part.classList.toggle("other", Number(part.dataset.group) !== run);
    show();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    if (play) play.textContent = "Play";
  }

  function begin() {
    if (Number(dial.value) === rows.length - 1) dial.value = 0;
    play.textContent = "Pause";
    timer = setInterval(() => {
      dial.value = Number(dial.value) + 1;
      show();
      if (Number(dial.value) === rows.length - 1) stop();
    }, BEAT);
    show();
  }

  figure.addEventListener("input", ({ target }) => {
    if (target === dial) stop();
    if (target.type === "radio") choose(Number(target.value));
    else show();
  });
  play?.addEventListener("click", () => (timer ? stop() : begin()));
  show();
}

function spot(x, y) {
  const made = document.createElementNS(SVG, "circle");
  for (const [name, value] of Object.entries({ class: "you", cx: `${x}%`, cy: y, r: 5 })) made.setAttribute(name, value);
  return made;
}
