// The answer of one question, read from its fields and put back into them. A template says the shape of its answer:
// one (a line of text), choice, many, list (a field for each place), table (a field for each key), parts.
const all = (box, fields) => [...box.querySelectorAll(fields)];
const inputs = (box) => all(box, "input[name^='answer-'], select[name^='answer-']");
const partsOf = (box) => all(box, "[data-part]").map((part) => [part.dataset.part, shapeIn(part)]);
const filledOrNull = (values) => (Object.values(values).some((value) => value !== null && value !== "") ? values : null);

export const shapeIn = (question) => question.querySelector("[data-shape]");

const SHAPES = {
  one: {
    read: (box) => (inputs(box)[0].value.trim() === "" ? null : inputs(box)[0].value),
    write: (box, answer) => { inputs(box)[0].value = answer ?? ""; },
  },
  choice: {
    read: (box) => inputs(box).find((field) => field.checked)?.value ?? null,
    write: (box, answer) => { for (const field of inputs(box)) field.checked = field.value === answer; },
  },
  many: {
    read(box) {
      const ticked = inputs(box).filter((field) => field.checked).map((field) => field.value);
      return ticked.length ? ticked : null;
    },
    write: (box, answer) => { for (const field of inputs(box)) field.checked = (answer ?? []).includes(field.value); },
  },
  list: {
    read: (box) => filledOrNull(inputs(box).map((field) => (field.value.trim() === "" ? "" : field.value))),
    write: (box, answer) => inputs(box).forEach((field, place) => { field.value = answer?.[place] ?? ""; }),
  },
  table: {
    read(box) {
      const chosen = inputs(box).filter((field) => field.value !== "");
      return filledOrNull(Object.fromEntries(chosen.map((field) => [field.dataset.key, field.value])));
    },
    write: (box, answer) => { for (const field of inputs(box)) field.value = answer?.[field.dataset.key] ?? ""; },
  },
  parts: {
    read(box) {
      const given = partsOf(box).map(([name, part]) => [name, read(part)]).filter(([, answer]) => answer !== null);
      return filledOrNull(Object.fromEntries(given));
    },
    write: (box, answer) => { for (const [name, part] of partsOf(box)) write(part, answer?.[name] ?? null); },
  },
};

export const read = (box) => SHAPES[box.dataset.shape].read(box);

export function write(box, answer) {
  SHAPES[box.dataset.shape].write(box, answer);
  box.dispatchEvent(new CustomEvent("answer-written")); // what is drawn beside the fields follows them
}
