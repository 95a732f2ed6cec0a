// How an answer stands, said at its question: its state at the foot, and at its fields what was read of it.

// tone: whose sign stands before the text, "" for none
export function show(question, [tone, text], words = "") {
  const place = question.querySelector("[data-save]");
  const sign = document.getElementById(`sign-${tone}`)?.content.cloneNode(true);
  place.className = tone ? `sign save is-${tone}` : "sign save";
  place.replaceChildren(...(sign ? [sign] : []), words ? `${text}: ${words}` : text);
}

// Of several fields the message says which cannot be read.
export function echo(question, { readable, read, message }) {
  const fields = [...question.querySelectorAll(".field")];
  for (const field of fields.length === 1 || readable ? fields : []) {
    field.classList.toggle("bad", !readable);
    field.querySelector("input").setAttribute("aria-invalid", String(!readable));
  }
  const place = question.querySelector("[data-echo='all']") ?? question.querySelector("[data-echo]");
  const words = read ? `We read ${read.replaceAll("-", "−")}` : "";
  if (place) place.textContent = readable ? words : message;
}
