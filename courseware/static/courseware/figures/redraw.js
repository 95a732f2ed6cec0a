// Writes other numbers into a network that the server drew: places and type stay as they are, so nothing jumps.
import { read } from "../../simulator/reckoning.js";
import { brief, rounded, sign } from "../../simulator/writing.js";

const NUMBER = /\S+$/; // of a caption such as "z −0.55"

export function redraw(figure, network, traced) {
  for (const drawing of figure.querySelectorAll("svg.network")) {
    const value = (probe) => read(network, traced, probe);
    const lines = [...drawing.querySelectorAll("path.edge[data-probe], g.slope[data-probe]")].filter(({ dataset }) => dataset.probe);
    weigh(lines.filter(({ dataset }) => !dataset.probe.startsWith("b")), value);
    for (const label of drawing.querySelectorAll("g.weight[data-probe]")) write(label, value(label.dataset.probe));
    for (const caption of drawing.querySelectorAll("text.caption[data-probe]")) say(caption, value(caption.dataset.probe));
    for (const node of drawing.querySelectorAll("g.node[data-probe]")) fill(node, value(node.dataset.probe));
  }
}

function tone(part, number) {
  part.classList.remove("pos", "neg", "nil");
  part.classList.add(sign(number));
}

// As thick as the number is large beside the largest.
function weigh(lines, value) {
  const numbers = lines.map(({ dataset }) => value(dataset.probe)), most = Math.max(...numbers.map(Math.abs)) || 1;
  lines.forEach((line, n) => {
    tone(line, numbers[n]);
    const thickness = numbers[n] ? rounded(0.9 + 4.1 * Math.sqrt(Math.abs(numbers[n]) / most)) : 1.2;
    line.setAttribute("stroke-width", thickness);
  });
}

// The box of a label is as wide as its number.
function write(label, number) {
  const text = label.querySelector("text"), box = label.querySelector("rect"), probe = label.dataset.probe;
  text.textContent = brief(number, probe.startsWith("W[") || probe.startsWith("y") ? 4 : decimalsOf(text.textContent));
  if (probe.startsWith("y")) text.textContent = `t ${text.textContent}`;
  else tone(label, number);
  const width = Math.max(text.textContent.length, 3) * text.getAttribute("font-size") * 0.58 + 12;
  box.setAttribute("x", rounded(text.getAttribute("x") - width / 2));
  box.setAttribute("width", rounded(width));
}

const decimalsOf = (text) => Math.max(3, text.split(".")[1]?.length ?? 0);

const say = (caption, number) => { caption.textContent = caption.textContent.replace(NUMBER, brief(number, caption.dataset.probe.startsWith("z") ? 3 : 4)); };

// Fewer decimals before smaller type, as where it was drawn first.
function fill(node, number) {
  const text = node.querySelector(".value"), radius = Number(/a([\d.]+)/.exec(node.querySelector(".body").getAttribute("d"))?.[1] ?? 31);
  if (!text) return;
  const fit = (words) => (2 * radius - 12) / (words.length * 0.6);
  let decimals = node.dataset.probe.startsWith("x") ? 4 : 3, words = brief(number, decimals);
  while (fit(words) < 10 && decimals > 1) words = brief(number, decimals -= 1);
  text.textContent = words;
  text.setAttribute("font-size", rounded(Math.min(16, fit(words))));
}
