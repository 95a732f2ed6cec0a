// What tells two runs apart, in the words of the controls.

const MOST = 3;
const SAID = new Set(["epochs", "data.set", "biases"]); // in a run's own words already, as its layers are
const NONE = "–";

// "learning rate 0.3", and the like: what is so in the one and not in the other.
export function differences({ spec }, { spec: other }, form) {
  const own = leaves(spec), others = leaves(other), paths = [...new Set([...own.keys(), ...others.keys()])];
  const found = paths.filter((path) => !SAID.has(path) && own.get(path) !== others.get(path));
  return found.map((path) => inWords(form.elements.namedItem(path), own.get(path))).filter(Boolean).slice(0, MOST);
}

function leaves(given, path = "") {
  return new Map(Object.entries(given).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [];
    return value !== null && typeof value === "object" ? [...leaves(value, `${path}${name}.`)] : [[path + name, value]];
  }));
}

function inWords(control, value) {
  const label = control?.labels?.[0]?.textContent.trim();
  if (!label) return "";
  const chosen = [...(control.options ?? [])].find((option) => option.value === value)?.text ?? value ?? NONE;
  return `${label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} ${chosen}`;
}
