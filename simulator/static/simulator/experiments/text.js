// What every drawing writes with. Pure.
const LETTER = 6.7, BOLD = 7.4; // px, of the labels
const ANY = /[&<>"]/g, NAMES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escape = (text) => String(text).replace(ANY, (letter) => NAMES[letter]);
export const round = (value) => Math.round(value * 10) / 10;
export const widthOf = (text) => text.length * LETTER;
export const boldWidthOf = (text) => text.length * BOLD;
