// One message as an element: its day, its bubble, its choices, and what went wrong with it.

import { drawChoices } from './choices.js';
import { change, icon, make, onTheMap, ours } from './elements.js';
import { drawPlayer } from './player.js';

const TICKS = { sending: 'clock', waiting: 'clock', failed: 'alert', sent: 'tick', delivered: 'ticks', read: 'ticks' };
const WORDS = { sending: 'waiting' };

/** Returns the row; its `parts` are what can change later. */
export function drawRow(message, choose) {
  const parts = {
    day: make('h2', { className: 'day', textContent: message.day_text ?? '', hidden: true }),
    tick: message.from === 'me' ? drawTick(message.status ?? 'sent') : null,
    choices: message.buttons?.length ? drawChoices(message, choose) : null,
  };
  const row = make('article', { className: `row ${message.from}` }, parts.day, drawBubble(message, parts.tick));
  if (parts.choices) row.append(parts.choices.box);
  row.parts = parts;
  row.message = message;
  return row;
}

function drawBubble(message, tick) {
  const bubble = make('div', { className: 'bubble' }, drawAuthor(message));
  const picture = ours(message.picture);
  const sound = ours(message.sound);
  if (picture) bubble.append(drawPicture(picture));
  if (sound) bubble.append(drawPlayer(sound));
  if (message.text) bubble.append(drawText(message));
  bubble.append(...drawWays(message));
  const time = make('time', { textContent: message.time_text ?? '' });
  if (message.time) time.dateTime = message.time;
  bubble.append(make('p', { className: 'meta' }, time, tick));
  return bubble;
}

// Who speaks is seen from the side and the tint, so it is written for screen readers only;
// a person of the team is named for everybody, because it matters that it is not the program.
function drawAuthor({ from }) {
  if (from === 'team') return make('p', { className: 'author', say: 'team' });
  if (from === 'me') return make('p', { className: 'quiet', say: 'you' });
  return make('p', { className: 'quiet', textContent: document.title });
}

function drawText(message) {
  const paragraph = make('p', { className: 'text', textContent: message.text, dir: direction(message) });
  if (message.lang) paragraph.lang = message.lang.replace('_', '-');
  return paragraph;
}

const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const LTR = /(?![\p{Script=Arabic}\p{Script=Hebrew}])\p{L}/u;

// Our own texts are in a language that we know, so their direction is known too: a sentence that begins with a
// name in other letters must not turn around. Where people write, and where we say one thing in several
// languages, the letters of each line decide.
function direction({ text, from, dir }) {
  if (from !== 'brug' || !dir) return 'auto';
  const letters = dir === 'rtl' ? RTL : LTR;
  return text.split('\n').every((line) => !line.trim() || letters.test(line)) ? dir : 'auto';
}

function drawPicture(address) {
  const image = make('img', { src: address, sayAlt: 'photo', loading: 'lazy', decoding: 'async' });
  return make('a', { className: 'picture', href: address, target: '_blank', rel: 'noopener noreferrer' }, image);
}

// What leads out of the chat: the file for her calendar, and the place on a map of another site.
function drawWays({ calendar, map }) {
  const file = ours(calendar);
  const place = onTheMap(map);
  const out = { target: '_blank', rel: 'noopener noreferrer' };
  return [
    file && drawWay('calendar', { href: file, download: 'meeting.ics' }),
    place && drawWay('map', { href: place, ...out }),
  ].filter(Boolean);
}

const drawWay = (name, where) =>
  make('a', { className: 'way', ...where }, icon(name), make('span', { say: name }));

function drawTick(status) {
  const tick = make('span', { className: 'tick' }, icon('clock'), make('span', { className: 'quiet' }));
  turnTick(tick, status);
  return tick;
}

export function turnTick(tick, status) {
  tick.dataset.status = status;
  change(tick.firstChild, TICKS[status] ?? 'tick');
  tick.lastChild.replaceWith(make('span', { className: 'quiet', say: WORDS[status] ?? status }));
}

/** Under a row that did not get through: what happened, and what she can do. Nothing when all is well. */
export function showTrouble(row, item, { retry, drop }) {
  row.querySelector('.trouble')?.remove();
  if (item.state === 'waiting') row.append(make('p', { className: 'trouble' }, icon('clock'), make('span', { say: 'waiting' })));
  if (item.state === 'failed') row.append(drawFailure(item, retry, drop));
}

function drawFailure(item, retry, drop) {
  const why = item.error ? make('span', { textContent: item.error, dir: 'auto' }) : make('span', { say: 'failed' });
  return make('p', { className: 'trouble', role: 'alert' },
    icon('alert'),
    why,
    make('button', { type: 'button', say: 'retry', onclick: () => retry(item) }),
    make('button', { type: 'button', say: 'cancel', onclick: () => drop(item) }));
}
