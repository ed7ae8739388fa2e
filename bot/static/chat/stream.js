// What the server tells us: one EventSource, opened again for as long as the page lives.

const EVENTS = ['hello', 'message', 'closed', 'status', 'changed'];
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
// A phone that slept longer than this may hold a dead connection that still looks open.
const STALE_AFTER = 20000;

export class Stream {
  /** `on` has a function for each event, and `connected(yes)`. */
  constructor(url, on) {
    this.url = url;
    this.on = on;
    this.last = '';
    this.wait = FIRST_WAIT;
    this.hiddenAt = 0;
    document.addEventListener('visibilitychange', () => this.seen());
    addEventListener('online', () => this.open());
    addEventListener('pageshow', (event) => { if (event.persisted) this.open(); });
  }

  open() {
    this.close();
    this.source = new EventSource(this.address());
    for (const name of EVENTS) this.source.addEventListener(name, (event) => this.receive(name, event));
    this.source.onerror = () => this.lost();
  }

  // A new EventSource cannot send Last-Event-ID itself, so the place we had reached travels in the address.
  address() {
    return this.last ? `${this.url}?after=${encodeURIComponent(this.last)}` : this.url;
  }

  receive(name, event) {
    this.wait = FIRST_WAIT;
    if (event.lastEventId) this.last = event.lastEventId;
    this.on.connected(true);
    this.on[name](JSON.parse(event.data));
  }

  // The browser tries again by itself after a cut, but gives up for good after an error page.
  lost() {
    this.on.connected(false);
    if (this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  seen() {
    if (document.hidden) {
      this.hiddenAt = Date.now();
    } else if (this.source?.readyState !== EventSource.OPEN || Date.now() - this.hiddenAt > STALE_AFTER) {
      this.open();
    }
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }
}
