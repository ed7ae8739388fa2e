// The conversation on the page. What the server told stands in the order in which it came, found again
// by its key, so that nothing is shown twice; what she said and could not leave yet stands below. What has left keeps
// its place: words that nobody keeps, as those of an answer without a name, are told to no page.

import { drawRow, showTrouble, turnTick } from './row.js';

const REOPEN_AFTER = 2000;

export class Conversation {
  /** `on`: {tapped(tokens) -> item, retry(item), drop(item), added(own)}. */
  constructor(talk, on) {
    this.talk = talk;
    this.on = on;
    this.rows = new Map();
    this.own = new Map();
  }

  get empty() {
    return !this.talk.childElementCount;
  }

  /** The newest message of the other side. */
  get newest() {
    return [...this.rows.keys()].filter((key) => key.startsWith('o')).at(-1);
  }

  /** Take what the server tells. Returns whether it is new words of the other side. */
  receive(message) {
    if (message.from === 'me' && !isVisible(message)) return false;
    const known = this.rows.get(message.key);
    if (known) this.redraw(known, message);
    else this.put(message);
    return !known && message.from !== 'me';
  }

  put(message) {
    const hers = this.own.get(message.client);
    this.own.delete(message.client);
    const row = this.draw(keepPicture(message, hers));
    // Her words are drawn already: where nothing was told since, they stay; else they go below that.
    if (hers && !this.isToldBelow(hers)) {
      hers.replaceWith(row);
    } else {
      hers?.remove();
      this.talk.insertBefore(row, this.firstWaiting());
    }
    this.rows.set(message.key, row);
    this.settle(row);
    this.on.added(false);
  }

  isToldBelow(row) {
    const told = [...this.rows.values()].at(-1);
    return Boolean(told && row.compareDocumentPosition(told) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  // After a cut the server may tell again what we have: only what differs is drawn anew.
  redraw(known, message) {
    if (known.told === JSON.stringify(message)) return;
    const row = this.draw(message);
    this.rows.set(message.key, row);
    known.replaceWith(row);
    this.settle(row);
  }

  draw(message) {
    const row = drawRow(message, (tokens) => this.tap(row, tokens));
    row.told = JSON.stringify(message);
    return row;
  }

  firstWaiting() {
    return [...this.own.values()].find((row) => !row.item.posted) ?? null;
  }

  /** Show `item` of the outbox before the server has it. */
  expect(item) {
    const row = drawRow(ownMessage(item));
    row.item = item;
    this.own.set(item.id, row);
    this.talk.append(row);
    this.settle(row);
    this.on.added(true);
  }

  tap(row, tokens) {
    const item = this.on.tapped(tokens);
    item.row = row;
  }

  /** An item of the outbox got further, or did not. */
  update(item) {
    if (item.silent) this.updateSilent(item);
    const row = item.row ?? this.own.get(item.id);
    if (!row) return;
    if (item.row) this.updateTap(item);
    else turnTick(row.parts.tick, item.state);
    showTrouble(row, item, { retry: this.on.retry, drop: (dropped) => this.drop(dropped) });
  }

  // A sign to the program is seen only while it does not get through.
  updateSilent(item) {
    if (item.state === 'sent') this.forget(item);
    else if (!this.own.has(item.id)) this.expect(item);
  }

  // Some answers leave their question open: its pills come back if nobody closed it.
  updateTap({ row, state }) {
    if (state === 'sent') setTimeout(() => row.parts.choices?.open(), REOPEN_AFTER);
  }

  drop(item) {
    this.on.drop(item);
    if (item.row) {
      item.row.querySelector('.trouble')?.remove();
      item.row.parts.choices?.open();
    } else {
      this.forget(item);
    }
  }

  forget(item) {
    const row = this.own.get(item.id);
    const after = row?.nextElementSibling;
    row?.remove();
    this.own.delete(item.id);
    if (after) this.settle(after);
  }

  close({ key, chosen }) {
    this.rows.get(key)?.parts.choices?.close(chosen);
  }

  status({ client, key, status }) {
    const row = this.own.get(client) ?? this.rows.get(key) ?? this.withClient(client);
    if (row?.parts.tick) turnTick(row.parts.tick, status);
  }

  withClient(client) {
    return client && [...this.rows.values()].find((row) => row.message.client === client);
  }

  // A day is written where it begins, a tail is drawn where a group begins.
  settle(row) {
    for (const one of [row, row.nextElementSibling]) {
      if (one) follow(one, one.previousElementSibling);
    }
  }
}

function follow(row, before) {
  const sameDay = !row.message.day_text || isSameDay(row.message, lastWithDay(before)?.message);
  row.parts.day.hidden = sameDay;
  row.classList.toggle('follows', sameDay && isSameGroup(row, before));
}

// What the server did not tell has no day.
function lastWithDay(row) {
  while (row && !row.message.day_text) row = row.previousElementSibling;
  return row;
}

// When she changed the language the same day has another name.
const isSameDay = (one, other) => one.day_text === other?.day_text || dateOf(one) === dateOf(other);

const dateOf = (message) => message?.time && new Date(message.time).toDateString();

// Her answer stands between a question and what comes next.
const isSameGroup = (row, before) =>
  Boolean(before) && !before.parts.choices && before.message.from === row.message.from;

const isVisible = ({ text, picture, sound }) => picture || sound || (text && !isCommand(text));

/** A sign to the program, not words of hers: it has no bubble. */
export const isCommand = (text) => text.startsWith('/');

// The picture she took is in this tab already: over a slow line it is not fetched again.
function keepPicture(message, waiting) {
  const picture = waiting?.message.picture;
  return picture && message.picture ? { ...message, picture } : message;
}

function ownMessage({ text, name, blob }) {
  const address = blob && URL.createObjectURL(blob);
  const sound = blob?.type.startsWith('audio/') ? address : null;
  const picture = sound ? null : address;
  const time = new Intl.DateTimeFormat(document.documentElement.lang.replace('_', '-'), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return { from: 'me', text: name ?? text, picture, sound, time_text: time.format(), status: 'sending' };
}
