// What can be taken along: the weights of a moment as a file, and a link to it.
import { layersAt } from "./film.js";

export function downloadWeights(film, frame) {
  const { spec, epochs } = film, data = { epoch: epochs[frame], features: spec.features, loss: spec.loss, classes: film.classes, layers: layersAt(film, frame, 9) };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(data, null, 2)}\n`], { type: "application/json" }));
  link.download = `weights-epoch-${epochs[frame]}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The address of this moment: the kept run is s where there are two. "" for data that goes into no link.
export function addressOf(told, kept, epoch) {
  if (!told.link || (kept && !kept.link)) return "";
  const asked = kept ? { s: kept.link, t: told.link } : { s: told.link };
  return `${location.pathname}?${new URLSearchParams({ ...asked, frame: epoch })}`;
}

export async function copyLink(address, words) {
  if (!address) return void (words.textContent = "Your own data goes into no link. Download the program instead.");
  await navigator.clipboard.writeText(new URL(address, location.href)).then(
    () => { words.textContent = "Copied."; },
    () => { words.textContent = "Copying is not allowed here; the address of this page is the link."; },
  );
}
