// Layer sizes that slide: the fields of weights and biases, and the sums that count them, follow.
const PITCH = 12, APART = 8; // as figures/shapes.py draws them

export function start(figure) {
  const dials = [...figure.querySelectorAll("input[type=range]")], fields = [...figure.querySelectorAll("[data-layer]")];
  const told = ["weights", "biases", "total"].map((name) => figure.querySelector(`[data-${name}]`));

  function follow() {
    const sizes = dials.map((dial) => Number(dial.value)), layers = fields.map((_, k) => ({ inputs: sizes[k], units: sizes[k + 1] }));
    fields.forEach((field, k) => draw(field, layers[k]));
    const weights = sum(layers.map(({ inputs, units }) => inputs * units)), biases = sum(sizes.slice(1));
    const words = [`${layers.map(({ inputs, units }) => `${units} · ${inputs}`).join(" + ")} = ${weights}`, `${sizes.slice(1).join(" + ")} = ${biases}`, `${weights} + ${biases} = ${weights + biases}`];
    words.forEach((text, i) => { told[i].value = text; });
    for (const dial of dials) {
      dial.parentElement.querySelector("b").textContent = dial.value;
      dial.setAttribute("aria-valuetext", `${dial.value}; ${weights + biases} parameters`);
    }
  }

  figure.addEventListener("input", follow);
  if (dials.some((dial) => dial.value !== dial.defaultValue)) follow();
}

const sum = (numbers) => numbers.reduce((total, number) => total + number);

function draw(field, { inputs, units }) {
  const rows = (left, count) => Array.from({ length: units }, (_, row) => `M${left} ${row * PITCH + PITCH / 2}h${count * PITCH}`).join("");
  const [weights, biases] = field.querySelectorAll("path");
  weights.setAttribute("d", rows(0, inputs));
  biases.setAttribute("d", rows(inputs * PITCH + APART, 1));
  field.querySelector("[data-shape]").textContent = `W (${units}, ${inputs}), b (${units},)`;
}
