// Elements of a page, without innerHTML.

export function element(name, content = [], attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

export const sign = (tone) => document.getElementById(`sign-${tone}`).content.cloneNode(true);
