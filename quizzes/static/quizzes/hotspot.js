// A place chosen in the drawing: its units and weights stand for the options of the list beside it, and follow them.
const REACH = 22; // pixels: the width of what can be pressed along a weight

function enhance(box) {
  const drawings = [...box.closest(".question").querySelectorAll("svg.network")];
  const radios = [...box.querySelectorAll("input[type=radio]")];
  const shapesOf = (radio) => drawings.flatMap((drawing) => [...drawing.querySelectorAll(`[data-probe="${CSS.escape(radio.value)}"]`)]);

  function show() {
    for (const radio of radios) {
      for (const shape of shapesOf(radio)) {
        shape.classList.toggle("picked", radio.checked);
        shape.classList.toggle("aimed", radio.matches(":focus-visible"));
      }
    }
  }

  function pick(radio) {
    radio.focus({ preventScroll: true });
    if (!radio.checked) radio.click(); // as by hand: what listens to the list hears it
    show();
  }

  function widen(line) {
    const reach = line.cloneNode();
    reach.setAttribute("class", "reach");
    reach.setAttribute("stroke-width", REACH);
    line.before(reach);
  }

  for (const radio of radios) {
    for (const shape of shapesOf(radio)) {
      if (shape.matches("path.edge")) widen(shape);
    }
    for (const shape of shapesOf(radio)) {
      shape.classList.add("pickable");
      shape.addEventListener("click", () => pick(radio));
    }
  }
  for (const event of ["input", "focusin", "focusout"]) box.addEventListener(event, show);
  box.querySelector("[data-shape]").addEventListener("answer-written", show);
  show();
}

export function enhanceIn(root) {
  for (const box of root.querySelectorAll("[data-hotspot]")) enhance(box);
}

for (const form of document.forms) enhanceIn(form);
