// Formulas come as MathML text. A parser makes them elements; nothing of it is ever run.

export function asMath(text) {
  const found = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
  if (found?.localName !== "math") return document.createTextNode(text);
  return document.importNode(found, true);
}

// The line with a question mark in place of its last side, the value.
export function asked(text) {
  const line = asMath(text), mark = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mtext");
  mark.textContent = "?";
  line.firstElementChild?.lastElementChild?.replaceWith(mark);
  return line;
}

// In a box too narrow for its line, the last "=" and what follows it become a line of their own.
export function breakIfLong(box) {
  const line = box.firstElementChild, sides = line?.firstElementChild;
  if (box.scrollWidth <= box.clientWidth || !sides || sides.children.length <= 3) return;
  const rest = line.cloneNode(), row = sides.cloneNode();
  row.append(...[...sides.children].slice(-2));
  rest.append(row);
  box.append(rest);
}
