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

// In a box too narrow for its line, the last "=" begins a line of its own, and then terms of a long sum do.
export function breakIfLong(box) {
  const line = box.firstElementChild, sides = line?.firstElementChild;
  if (!isTooWide(line, box) || !sides || sides.children.length < 3) return;
  const rest = moved(line, [...sides.children].slice(-2));
  for (const each of [line, rest]) breakSum(each, box);
}

const right = (element) => element.getBoundingClientRect().right;
const isTooWide = (element, box) => element && right(element) > right(box) + 0.5;

// A further line below `line`, which holds `parts`.
function moved(line, parts) {
  const rest = line.cloneNode(), row = line.firstElementChild.cloneNode();
  row.append(...parts);
  rest.append(row);
  line.after(rest);
  return rest;
}

// Before the last "+" that still fits, and so on for what is left.
function breakSum(line, box) {
  const sum = line.firstElementChild.lastElementChild;
  if (!isTooWide(line, box) || sum.localName !== "mrow") return;
  flatten(sum);
  const signs = [...sum.children].filter((part, i) => i > 0 && part.localName === "mo" && "+−".includes(part.textContent));
  const sign = signs.findLast((part) => right(part.previousElementSibling) <= right(box)) ?? signs[0];
  if (!sign) return;
  sign.setAttribute("form", "infix"); // at the start of a line it would be a sign
  const inner = sum.cloneNode();
  inner.append(...[...sum.children].slice([...sum.children].indexOf(sign)));
  breakSum(moved(line, [inner]), box);
}

// (w₁x₁ + w₂x₂) + b is one sum.
function flatten(sum) {
  const first = sum.firstElementChild;
  const isSum = first?.localName === "mrow" && [...first.children].some((part) => part.localName === "mo" && part.textContent === "+");
  if (isSum) first.replaceWith(...first.children);
}
