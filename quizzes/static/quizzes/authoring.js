// Shows the parts that the chosen type of question has. Without this, all parts are there and the empty ones are ignored.
const type = document.querySelector("#id_words-type");
const parts = [...document.querySelectorAll("[data-types]")];

function show() {
  for (const part of parts) part.hidden = !part.dataset.types.split(" ").includes(type.value);
}

type.addEventListener("change", show);
show();

// One more empty row in a table of rows: a copy of the template that Django's formset gives, with the next number.
for (const button of document.querySelectorAll("[data-add]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const name = button.dataset.add;
    const total = document.querySelector(`#id_${name}-TOTAL_FORMS`);
    const row = document.querySelector(`#empty-${name}`).content.cloneNode(true);
    for (const node of row.querySelectorAll("*")) {
      for (const attribute of ["id", "name", "for", "aria-describedby"]) {
        const value = node.getAttribute(attribute);
        if (value) node.setAttribute(attribute, value.replaceAll("__prefix__", total.value));
      }
    }
    button.before(row);
    total.value = Number(total.value) + 1;
    button.previousElementSibling.querySelector("input, textarea, select")?.focus();
  });
}
