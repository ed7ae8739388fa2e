// The interface's own words, in the language of this moment. When the language changes every label
// follows in place: an element names its word in a data-say attribute, and is filled from here.

let words = {};

const PLACES = [
  ['say', 'data-say', (element, word) => { element.textContent = word; }],
  ['sayLabel', 'data-say-label', (element, word) => element.setAttribute('aria-label', word)],
  ['sayHint', 'data-say-hint', (element, word) => element.setAttribute('placeholder', word)],
  ['sayAlt', 'data-say-alt', (element, word) => element.setAttribute('alt', word)],
];

export const word = (key) => words[key] ?? '';

export function learn(strings) {
  words = strings;
  relabel(document);
}

/** Fill `root`'s descendants, and `root` itself, with the words that they name. */
export function relabel(root) {
  for (const [name, attribute, fill] of PLACES) {
    if (root.dataset?.[name]) fill(root, word(root.dataset[name]));
    for (const element of root.querySelectorAll(`[${attribute}]`)) fill(element, word(element.dataset[name]));
  }
}
