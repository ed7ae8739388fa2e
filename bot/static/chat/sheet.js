// A long list of answers, risen from below, with a field to search in it.

import { find, openDialog } from './elements.js';
import { check, drawPill } from './pill.js';

/** `list`: {options, several, done, isChosen(token), press(option), finish()}. */
export function openSheet(list) {
  const sheet = find('sheet');
  const names = namesOfLanguages();
  const entries = list.options.map((option) => ({
    pill: drawPill(option, () => pressed(list, option, entries)),
    option,
    words: plain(`${option.label} ${option.lang ? names(option.lang) : ''}`),
  }));
  find('options').replaceChildren(...entries.map(({ pill }) => pill));
  drawDone(list);
  showChosen(list, entries);
  sheet.classList.toggle('several', list.several);
  startSearch(entries);
  find('sheet-close').onclick = () => sheet.close();
  openDialog(sheet);
  find('options').scrollTop = 0;
  // On a phone the keyboard would cover the list: there the field waits for a tap.
  if (matchMedia('(pointer: fine)').matches) find('find').focus();
}

function pressed(list, option, entries) {
  if (!list.several) find('sheet').close();
  list.press(option);
  showChosen(list, entries);
}

function showChosen(list, entries) {
  for (const { pill, option } of entries) check(pill, list.isChosen(option.token), list.several);
}

function drawDone(list) {
  const bar = find('sheet-done');
  bar.hidden = !list.done;
  bar.replaceChildren();
  if (!list.done) return;
  const pill = drawPill(list.done, () => { find('sheet').close(); list.finish(); });
  pill.classList.add('done');
  bar.append(pill);
}

function startSearch(entries) {
  const field = find('find');
  field.value = '';
  field.oninput = () => filter(entries, plain(field.value));
  filter(entries, '');
}

function filter(entries, wanted) {
  for (const { pill, words } of entries) pill.hidden = !words.includes(wanted);
  const some = entries.some(({ pill }) => !pill.hidden);
  find('options').hidden = !some;
  find('nothing').hidden = some;
}

// Accents and vowel signs do not matter when one searches.
const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

// A language is found by its own name, and by its names in English and in the language of the page.
function namesOfLanguages() {
  const tongues = [document.documentElement.lang, 'en'].map((lang) => new Intl.DisplayNames([lang], { type: 'language' }));
  return (code) => tongues.map((names) => names.of(code.replace('_', '-'))).join(' ');
}
