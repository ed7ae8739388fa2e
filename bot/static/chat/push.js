// Whether this browser may tell her that there is a message while the page is closed. Loaded only where that is
// a question: when the server says that now is the time to ask, or where she said yes before.

import { find, icon, make } from './elements.js';

const WORKER = '/chat/sw.js';
const SCOPE = '/chat';

let card = null;
let asleep = null;
let keptIn = '';

/** Ask under `row`, where she has not said no and this browser can do it, or a messenger can. */
export async function ask(row, sleep) {
  const way = await possible();
  const offer = way !== 'told' && await send('/chat/push');
  if (!offer?.ask || !(way || offer.elsewhere)) return;
  card?.remove();
  card = { ask: drawQuestion, home: drawHint }[way]?.(offer, sleep) ?? drawWays(offer);
  row.append(card);
}

/** She may have no use for it any more: she said stop, or has another way by now. */
export async function lookAgain() {
  if (!card?.querySelector('.pills') || card.ariaBusy === 'true') return;
  const offer = await send('/chat/push');
  if (offer && !offer.ask) card.remove();
}

/** Where she said yes before: what she was told of she sees now; is this browser still hers? */
export async function keep(lang, sleep) {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  for (const notice of await registration?.getNotifications() ?? []) notice.close();
  const subscription = await registration?.pushManager?.getSubscription();
  if (!subscription || lang === keptIn) return;
  const told = await send('/chat/push/here', { endpoint: subscription.endpoint, key: keyOf(subscription) });
  if (told?.mine) settle(subscription, told.strings, lang, sleep);
  else if (told) subscription.unsubscribe();
}

async function possible() {
  if (window.PushManager && navigator.serviceWorker) return await isTold() ? 'told' : isFree() ? 'ask' : '';
  return window.isSecureContext && isApplePhone() && !navigator.standalone ? 'home' : '';
}

const isFree = () => Notification.permission !== 'denied';

// She may have allowed it for somebody else before her, or taken it back in our menu.
async function isTold() {
  if (Notification.permission !== 'granted') return false;
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  return Boolean(await registration?.pushManager.getSubscription());
}

// There it works only from the home screen. An iPad says that it is a Mac, but it is touched.
const isApplePhone = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

// All answers look alike: none is pressed upon her.
function drawQuestion(offer, sleep) {
  const { strings } = offer;
  const accepts = drawPill(strings.yes, () => accept(offer, sleep));
  return drawCard(strings.ask, accepts, drawPill(strings.no, decline), ...drawMessenger(offer));
}

const drawHint = (offer) => drawCard(offer.strings.home, drawPill(offer.strings.close, decline), ...drawMessenger(offer));

const drawWays = (offer) => drawCard(offer.strings.how, ...drawMessenger(offer), drawPill(offer.strings.here, decline));

const drawMessenger = ({ elsewhere, strings }) => elsewhere ? [drawPill(strings.telegram, leave)] : [];

// A link that is hers alone, made when she wants it.
async function leave() {
  const way = await send('/chat/push/elsewhere', {});
  if (way) location.assign(way.url);
}

function drawCard(text, ...pills) {
  const words = make('p', { textContent: text, tabIndex: -1 });
  return make('div', { className: 'ask', role: 'group' }, icon('bell'), words, make('div', { className: 'pills' }, ...pills));
}

const drawPill = (label, press) => make('button', { type: 'button', className: 'pill', textContent: label, onclick: press });

function decline() {
  send('/chat/push/no', {});
  card.remove();
  find('talk').focus({ preventScroll: true });
}

async function accept(offer, sleep) {
  if (card.ariaBusy === 'true') return;
  card.ariaBusy = 'true';
  const permission = await Notification.requestPermission();
  // She closed the browser's question without an answer: ours still stands.
  if (permission === 'default') { card.ariaBusy = 'false'; return; }
  const subscription = permission === 'granted' && await subscribe(offer.key).catch(() => null);
  conclude(offer.strings[subscription ? 'on' : 'failed']);
  if (subscription) settle(subscription, offer.strings, document.documentElement.lang, sleep);
}

async function subscribe(key) {
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: toBytes(key) });
  return await send('/chat/push', subscription.toJSON()) ? subscription : null;
}

// The keyboard stays where it was: on the sentence that took the place of the buttons.
function conclude(text) {
  const words = card.querySelector('p');
  words.textContent = text;
  card.querySelector('.pills').remove();
  words.focus({ preventScroll: true });
}

/** From now on a page that nobody looks at counts as closed, and the menu has a way out. */
function settle(subscription, strings, lang, sleep) {
  keptIn = lang;
  if (!asleep) document.addEventListener('visibilitychange', () => { if (document.hidden) asleep?.(); });
  asleep = sleep;
  find('quiet')?.remove();
  if (strings.off) find('menu').append(drawWayOut(subscription, strings.off));
}

function drawWayOut(subscription, text) {
  const leave = () => { find('menu').close(); stop(subscription); };
  return make('button', { type: 'button', id: 'quiet', className: 'entry', onclick: leave }, icon('bell'), make('span', { textContent: text }));
}

function stop(subscription) {
  send('/chat/push/off', { endpoint: subscription.endpoint });
  subscription.unsubscribe();
  asleep = () => {};
  keptIn = '';
  find('quiet').remove();
}

/** What the server answers, or null. */
async function send(url, body) {
  const post = body && { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await fetch(url, post).catch(() => null);
  return response?.ok ? response.json() : null;
}

const toBytes = (key) => Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const keyOf = ({ options }) => btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey ?? [])))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
