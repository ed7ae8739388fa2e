// Says that there is a message while the chat is closed. It keeps no page and answers no request of one:
// what she opens is always what the server has.

const SIGN = '\u2709\ufe0f';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(show(wordsOf(event.data))));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openChat());
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));

// Words that cannot be read are not replaced by words of another language, but by a sign.
function wordsOf(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

function show({ text, lang, dir }) {
  return self.registration.showNotification(text || SIGN, { lang, dir, tag: 'message', icon: '/static/home-192.png' });
}

async function openChat() {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === '/chat');
  return page ? page.focus() : self.clients.openWindow('/chat');
}

// The browser's maker moved her to another address: without this nothing would reach her any more.
async function renew({ oldSubscription, newSubscription }) {
  const now = newSubscription ?? await self.registration.pushManager.subscribe(oldSubscription.options);
  const body = JSON.stringify({ ...now.toJSON(), replaces: oldSubscription?.endpoint });
  await fetch('/chat/push', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
}
