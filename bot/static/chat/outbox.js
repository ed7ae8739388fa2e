// What she said and the server has not stored yet. One thing at a time, in order, each under an id of its
// own: sending it again with the same id can only make it arrive, never make it arrive twice.
// An item's state: sending, waiting (it will be tried again), failed (she decides), sent. One that is `posted` has left.

const FIRST_WAIT = 1;
const LONGEST_WAIT = 30;
const WORDS_PATIENCE = 20000;
const MEDIA_PATIENCE = 180000;
const TRY_AGAIN = new Set([408, 425, 429]);

export class Outbox {
  /** `changed(item)` is called at each change of an item's state. */
  constructor(changed) {
    this.changed = changed;
    this.items = [];
    this.held = true;
    this.running = false;
    addEventListener('online', () => this.wake());
    addEventListener('beforeunload', (event) => { if (this.items.length) event.preventDefault(); });
  }

  /** `spoken`: {text, taps, blob} and what the page keeps with it. Returns the item; it leaves as soon as it can. */
  add(spoken) {
    const item = { id: newId(), text: '', taps: [], blob: null, media: null, error: '', posted: false, ...spoken, state: 'sending' };
    this.items.push(item);
    this.run();
    return item;
  }

  /** Until the server has said hello we do not know whether the conversation must be started first. */
  release() {
    this.held = false;
    this.wake();
  }

  retry(item) {
    this.move(item, 'sending');
    this.wake();
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
  }

  wake() {
    this.endWait?.();
    this.run();
  }

  async run() {
    if (this.running || this.held) return;
    this.running = true;
    for (let tries = 0, item; (item = this.next()); ) {
      item.posted = true;
      const outcome = await deliver(item);
      item.posted = outcome.state === 'sent';
      tries = outcome.state === 'waiting' ? tries + 1 : 0;
      if (!this.items.includes(item)) continue;
      item.error = outcome.error ?? '';
      if (outcome.state === 'sent') this.drop(item);
      this.move(item, outcome.state);
      if (tries) await this.pause(outcome.seconds || backoff(tries));
    }
    this.running = false;
  }

  next() {
    return this.items.find((item) => item.state !== 'failed');
  }

  move(item, state) {
    item.state = state;
    this.changed(item);
  }

  pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.endWait = () => { clearTimeout(timer); resolve(); };
    });
  }
}

const backoff = (tries) => Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT) * (0.75 + Math.random() / 2);

async function deliver(item) {
  if (item.blob && !item.media) {
    const kept = await post('/chat/media', item.blob, item.blob.type.split(';')[0] || 'application/octet-stream', MEDIA_PATIENCE);
    if (kept.state !== 'sent') return kept;
    item.media = kept.answer.media;
  }
  const { id, text, taps, media } = item;
  return post('/chat/messages', JSON.stringify({ id, text, taps, media }), 'application/json', WORDS_PATIENCE);
}

async function post(url, body, type, patience) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  try {
    const response = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': type }, signal: control.signal });
    return await outcome(response);
  } catch {
    return { state: 'waiting' };
  } finally {
    clearTimeout(timer);
  }
}

async function outcome(response) {
  if (response.ok) return { state: 'sent', answer: await response.json() };
  if (response.status >= 500 || TRY_AGAIN.has(response.status)) {
    return { state: 'waiting', seconds: Number(response.headers.get('Retry-After')) || 0 };
  }
  return { state: 'failed', error: (await response.json().catch(() => ({}))).error };
}

// crypto.randomUUID exists on secure pages only, and a laptop in a meeting room serves plain HTTP.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
