// The learner's own data goes into no link, so this tab keeps it, with the settings that it was trained with.

const KEY = "train-own-data";
const SECRET = "csrfmiddlewaretoken";

// Names and values, as a form sends them.
export function keepOwn(form) {
  const entries = [...new FormData(form)].filter(([name]) => name !== SECRET);
  const isEmpty = !form.elements.namedItem("data.csv").value.trim();
  inStorage((storage) => (isEmpty ? storage.removeItem(KEY) : storage.setItem(KEY, JSON.stringify(entries))));
}

// What was kept: [] without any.
export const keptOwn = () => JSON.parse(inStorage((storage) => storage.getItem(KEY)) ?? "[]");

function inStorage(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null; // a browser may forbid it, or have no room
  }
}
