// The form that changes the network: each field is named by its place in the data, such as layers[0].weights[1][0].
import { choicesOf } from "../choices.js";
import { readTyped } from "../typed_numbers.js";

const steps = (path) => path.match(/[a-z_]+|\d+/g).map((step) => (/^\d/.test(step) ? Number(step) : step));
const isBlank = (values) => (Array.isArray(values) ? values.every(isBlank) : values === null);

function put(data, path, value) {
  const way = steps(path), last = way.pop();
  way.reduce((inner, step) => inner[step], data)[last] = value;
}

function at(data, path) {
  return steps(path).reduce((inner, step) => inner?.[step], data);
}

const named = (form) => [...form.elements].filter((field) => /^(inputs|target|layers|loss|learning_rate|update_biases)/.test(field.name));

function valueOf(field) {
  const text = field.value.trim();
  if (field.tagName === "SELECT") return field.name === "update_biases" ? text === "true" : text || null;
  return readTyped(text).value;
}

// {network, faults}: the network with what stands in the fields, and the fields that cannot be read.
export function readForm(form, network) {
  const changed = structuredClone(network), faults = [];
  const several = Array.isArray(network.inputs[0]), outputs = network.layers.at(-1).weights.length;
  changed.target ??= several ? network.inputs.map(() => Array(outputs).fill(null)) : Array(outputs).fill(null);
  for (const field of named(form)) {
    const value = valueOf(field), mayBeBlank = field.tagName === "SELECT" || field.value.trim() === "";
    if (value === null && !(mayBeBlank && /^(target|learning_rate|loss)/.test(field.name))) {
      const { problem, choices } = readTyped(field.value);
      faults.push({ field: field.name, message: problem, choices });
    }
    put(changed, field.name, value);
  }
  for (const name of ["loss", "learning_rate"]) if (changed[name] === null) delete changed[name];
  if (isBlank(changed.target)) delete changed.target;
  return { network: changed, faults };
}

// Writes a network into the fields, as when Back undoes a change.
export function writeForm(form, network) {
  for (const field of named(form)) field.value = String(at(network, field.name) ?? "");
  showFaults(form, []);
}

// Marks the fields that are named, and says the rest below them. `field` may come from the API, under "network.".
export function showFaults(form, faults) {
  const rest = [];
  for (const field of named(form)) {
    field.removeAttribute("aria-invalid");
    field.closest(".field").classList.remove("bad");
    field.closest(".field").querySelector(".choices")?.remove();
  }
  for (const { field, message, choices = [] } of faults) {
    const place = form.elements.namedItem(field ?? "");
    if (place) {
      place.setAttribute("aria-invalid", "true");
      place.closest(".field").classList.add("bad");
      if (choices.length) place.closest(".field").append(choicesOf(choices));
    }
    rest.push(message);
  }
  form.querySelector("[data-change-error]").textContent = [...new Set(rest)].join(" ");
}
