// What a page of experiments is made of.
import { element } from "../elements.js";

export { element, sign } from "../elements.js";

// A table whose first column names the row; columns from `first` on are numbers.
export function tableOf({ head, rows }, caption, first = 1) {
  const titles = head.map((title, i) => element("th", title, { scope: "col", ...(i >= first ? { class: "n" } : {}) }));
  const lines = rows.map((row) => element("tr", row.map((cell, i) => (i ? element("td", cell, i >= first ? { class: "n" } : {}) : element("th", cell, { scope: "row" })))));
  const table = element("table", [element("caption", caption, { class: "unseen" }), element("thead", element("tr", titles)), element("tbody", lines)]);
  return element("div", table, { class: "scroll", role: "group", "aria-label": caption, tabindex: "0" });
}
