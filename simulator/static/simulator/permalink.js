// The address of a network: v1.<base64url of its canonical JSON>, as simulator/permalinks.py reads and writes it.
const MOST = 4096;

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};

// One text for each network: names and numbers, in ASCII alone.
export const canonical = (network) => JSON.stringify(sorted(network));

// The permalink, or "" for a network that is too large for one.
export function write(network) {
  const letters = btoa(canonical(network));
  const permalink = `v1.${letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
  return permalink.length > MOST ? "" : permalink;
}

// The network in an address of this page, or null where it names none.
export function read(search) {
  const [version, letters = ""] = (new URLSearchParams(search).get("n") ?? "").split(".");
  if (version !== "v1") return null;
  try {
    return JSON.parse(atob(letters.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
}
