// The answers under a question: pills to tap. The choice stays visible, the others go.
// All pills are made once and then only change, so that a screen reader hears the question one time.

import { icon, make } from './elements.js';
import { check, drawPill } from './pill.js';
import { openSheet } from './sheet.js';

const LONG_LIST = 10;
const SHOWN_OF_LONG = 8;
const COMPACT_LABEL = 14;
const COMPACT_FROM = 5;

/** `choose(tokens)` is told the answer. Returns {box, close(tokens), open()}. */
export function drawChoices(message, choose) {
  return new Choices(message, choose);
}

class Choices {
  // Its phase: open, sending (an answer is on its way), closed.
  constructor({ buttons, several, open }, choose) {
    this.choose = choose;
    this.several = Boolean(several);
    this.sort(buttons);
    this.chosen = new Set(buttons.filter((button) => button.chosen).map((button) => button.token));
    this.phase = open === false ? 'closed' : 'open';
    this.draw();
    this.refresh();
  }

  // Where several may be chosen, what stands behind "Done" (skip, read it to me) acts at once.
  sort(buttons) {
    const end = this.several ? buttons.findIndex((button) => button.done) : -1;
    this.options = end < 0 ? buttons : buttons.slice(0, end);
    this.done = buttons[end];
    this.others = end < 0 ? [] : buttons.slice(end + 1);
  }

  draw() {
    this.pills = this.options.map((option) => drawPill(option, () => this.press(option)));
    this.rest = this.options.length > LONG_LIST ? drawMore(() => this.showAll()) : null;
    this.finish = this.done && drawPill(this.done, () => this.finished());
    this.finish?.classList.add('done');
    this.actions = this.others.map((option) => drawPill(option, () => this.answer([option.token])));
    const grid = make('div', { className: 'pills' }, ...this.pills, this.rest);
    grid.classList.toggle('compact', isCompact(this.options));
    this.box = make('div', { className: 'choices', role: 'group' }, grid, this.finish, ...this.actions);
    this.box.classList.toggle('several', this.several);
  }

  press({ token }) {
    if (this.phase !== 'open') return;
    if (this.several) this.toggle(token);
    else this.answer([token]);
  }

  toggle(token) {
    if (!this.chosen.delete(token)) this.chosen.add(token);
    this.refresh();
  }

  finished() {
    this.answer([...this.chosen, this.done.token]);
  }

  answer(tokens) {
    if (this.phase !== 'open') return;
    this.tapped = tokens;
    this.turn('sending');
    this.choose(tokens);
  }

  showAll() {
    openSheet({
      options: this.options,
      several: this.several,
      done: this.done,
      isChosen: (token) => this.isChosen(token),
      press: (option) => this.press(option),
      finish: () => this.finished(),
    });
  }

  /** The question is answered, or no longer asked. */
  close(tokens) {
    this.chosen = new Set(tokens);
    this.turn('closed');
  }

  /** The answer was taken back, or it was one that leaves the question as it was. */
  open() {
    if (this.phase === 'sending') this.turn('open');
  }

  turn(phase) {
    if (phase !== 'sending') this.tapped = [];
    this.phase = phase;
    this.refresh();
  }

  isChosen(token) {
    return this.chosen.has(token) || Boolean(this.tapped?.includes(token));
  }

  refresh() {
    const closed = this.phase === 'closed';
    this.pills.forEach((pill, place) => this.refreshOption(pill, place));
    this.actions.forEach((pill) => this.refreshPill(pill, false, false));
    if (this.finish) this.refreshPill(this.finish, false, false);
    if (this.rest) this.rest.hidden = closed;
    this.box.dataset.phase = this.phase;
    this.box.hidden = closed && [...this.pills, ...this.actions].every((pill) => pill.hidden);
  }

  refreshOption(pill, place) {
    this.refreshPill(pill, this.several, this.rest && place >= SHOWN_OF_LONG);
  }

  // A pill that cannot be used is aria-disabled, not disabled: who tapped it by keyboard keeps her place.
  refreshPill(pill, toggles, beyond) {
    const chosen = this.isChosen(pill.dataset.token);
    pill.hidden = !chosen && (this.phase === 'closed' || Boolean(beyond));
    check(pill, chosen, toggles);
    pill.setAttribute('aria-disabled', String(this.phase !== 'open'));
  }
}

function drawMore(press) {
  const attributes = { type: 'button', className: 'pill more', 'aria-haspopup': 'dialog', onclick: press };
  return make('button', attributes, make('span', { say: 'more' }), icon('down'));
}

const isCompact = (options) =>
  options.length >= COMPACT_FROM && options.every(({ label }) => [...label].length <= COMPACT_LABEL);
