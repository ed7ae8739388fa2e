// The web chat. This file ties the parts together; each part is a file in chat/.

import { Composer } from './chat/composer.js';
import { Conversation, isCommand } from './chat/conversation.js';
import { find, openDialog } from './chat/elements.js';
import { Follower } from './chat/follow.js';
import { Outbox } from './chat/outbox.js';
import { Stream } from './chat/stream.js';
import { learn, relabel, word } from './chat/words.js';

const TYPING = 4000;
const OFFLINE_SHOWN_AFTER = 3000;
const SETTLED_AFTER = 600;

const { code, exit } = document.body.dataset;
const talk = find('talk');

learn(JSON.parse(find('strings').textContent));

const outbox = new Outbox((item) => {
  if (item.state === 'waiting' || item.state === 'failed') showTyping(false);
  conversation.update(item);
});

const conversation = new Conversation(talk, {
  tapped: (taps) => speak({ taps }),
  retry: (item) => outbox.retry(item),
  drop: (item) => outbox.drop(item),
  added: (own) => follower.added(own),
});

const follower = new Follower(find('scroller'), talk, find('unread'), () => tellSeen());

const stream = new Stream('/chat/events', {
  hello: welcome,
  message: receive,
  closed: (event) => conversation.close(event),
  status: (event) => conversation.status(event),
  // Somebody else who uses this phone speaks now: nothing of the one before stays on the page.
  changed: () => location.reload(),
  connected: showConnection,
});

new Composer((spoken) => {
  if (isCommand(spoken.text) && !spoken.blob) command(spoken.text, spoken.text);
  else conversation.expect(speak(spoken));
});

function speak(spoken) {
  showTyping(true);
  return outbox.add(spoken);
}

/** A sign to the program: it has no bubble, unless it does not get through. */
function command(text, name = '') {
  return speak({ text, name, silent: true });
}

let begun = false;

function welcome(hello) {
  document.documentElement.lang = hello.lang.replace('_', '-');
  document.documentElement.dir = hello.dir;
  learn(hello.strings);
  find('lab').textContent = hello.lab;
  document.title = hello.lab;
  find('skeleton').hidden = true;
  settleSoon();
  begin(hello.empty);
  outbox.release();
  if (navigator.serviceWorker?.controller) withPush(({ keep }) => keep(document.documentElement.lang, sleep));
}

function begin(empty) {
  if (begun) return;
  begun = true;
  // A code may be opened by somebody who is in already: at the door of a meeting, or on a phone that others use too.
  if ((empty && conversation.empty) || code) command(code ? `/start ${code}` : '/start');
  // On a shared phone the code of the invitation does not stay in the address.
  if (code) history.replaceState(null, '', location.pathname);
}

// A screen reader is spared the history: it is told of what comes after.
function settleSoon() {
  clearTimeout(settleSoon.timer);
  settleSoon.timer = setTimeout(() => talk.setAttribute('aria-busy', 'false'), SETTLED_AFTER);
}

function receive(message) {
  const news = conversation.receive(message);
  if (news) showTyping(false);
  if (news && message.asks_push) askSoon(message.key);
  else if (news && document.querySelector('.ask')) withPush(({ lookAgain }) => lookAgain());
}

// Asked once, under the newest message that gives a reason to.
function askSoon(key) {
  clearTimeout(askSoon.timer);
  askSoon.timer = setTimeout(() => withPush(({ ask }) => ask(conversation.rows.get(key), sleep)), SETTLED_AFTER);
}

// Most visits need nothing of it, so it is fetched when it is needed.
const withPush = (work) => import('./chat/push.js').then(work).catch(() => {});

const sleep = () => stream.close();

let typing = 0;

function showTyping(yes) {
  clearTimeout(typing);
  find('typing').hidden = !yes;
  if (!yes) return;
  if (follower.atEnd) follower.toEnd();
  typing = setTimeout(() => showTyping(false), TYPING);
}

let offline = 0;

// A short cut is nobody's worry; a long one is said where the name stands.
function showConnection(yes) {
  if (yes) {
    clearTimeout(offline);
    offline = 0;
    sayState('answered_by');
  } else {
    offline ||= setTimeout(() => sayState('offline'), OFFLINE_SHOWN_AFTER);
  }
}

function sayState(key) {
  const line = find('state');
  if (line.dataset.say === key) return;
  line.dataset.say = key;
  relabel(line);
}

let seen = '';

function tellSeen() {
  const { newest } = conversation;
  if (!newest || newest === seen || document.hidden) return;
  seen = newest;
  const body = JSON.stringify({ upto: newest });
  fetch('/chat/seen', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
    .catch(() => { seen = ''; });
}

document.addEventListener('visibilitychange', () => { if (follower.atEnd) tellSeen(); });

// Nothing stays behind: neither in the history of the browser, nor in a copy it keeps of this page.
find('leave').addEventListener('click', () => {
  stream.close();
  outbox.items = [];
  document.body.replaceChildren();
  location.replace(exit);
});

find('menu-button').addEventListener('click', () => openDialog(find('menu')));

for (const entry of document.querySelectorAll('[data-command]')) {
  entry.addEventListener('click', () => {
    find('menu').close();
    command(entry.dataset.command, word(entry.dataset.word));
  });
}

// Where a keyboard covers the page instead of making it smaller (iOS), the page makes itself smaller.
visualViewport?.addEventListener('resize', () => {
  const { height, scale } = visualViewport;
  document.body.style.blockSize = scale === 1 && height < innerHeight - 100 ? `${height}px` : '';
});

stream.open();
