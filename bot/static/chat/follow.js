// Reading like in any messenger: new words push the old ones up, unless she is reading further back.

const NEAR = 80;

export class Follower {
  /** `arrived()` is called whenever the end of the conversation comes into view. */
  constructor(scroller, content, unread, arrived) {
    this.scroller = scroller;
    this.unread = unread;
    this.arrived = arrived;
    this.atEnd = true;
    this.top = 0;
    scroller.addEventListener('scroll', () => this.look(), { passive: true });
    unread.addEventListener('click', () => this.toEnd());
    // Pictures that load and keyboards that rise change the height: stay with the last words.
    const watch = new ResizeObserver(() => { if (this.atEnd) this.toEnd(); });
    watch.observe(scroller);
    watch.observe(content);
  }

  look() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const back = scrollTop < this.top;
    this.top = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < NEAR) {
      this.atEnd = true;
      this.arrive();
    } else if (back) {
      this.atEnd = false; // Further from the end without going back: the page grew, she did not scroll.
    }
  }

  /** Something was added; `own` words are always followed. */
  added(own) {
    if (own || this.atEnd) this.toEnd();
    else this.unread.hidden = false;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.top = this.scroller.scrollTop;
    this.atEnd = true;
    this.arrive();
  }

  arrive() {
    this.unread.hidden = true;
    this.arrived();
  }
}
