// A voice message: hold the microphone and let go to send, or tap it and decide with the two buttons.

import { find } from './elements.js';
import { inMinutes } from './player.js';

const HOLD = 350;
const LONGEST = 600;
const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

export const canRecord = () =>
  Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && recordable());

const recordable = () => KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));

export class Voice {
  /** `on`: {recorded(blob), refused(), shown(yes)}. */
  constructor(on) {
    this.on = on;
    this.bindMicrophone(find('mic'));
    find('discard').addEventListener('click', () => this.finish(false));
    find('deliver').addEventListener('click', () => this.finish(true));
  }

  // A click is a tap or a key: it starts and waits. A press that lasts records for as long as it lasts.
  bindMicrophone(mic) {
    mic.addEventListener('click', () => this.start());
    mic.addEventListener('contextmenu', (event) => event.preventDefault());
    mic.addEventListener('pointerdown', () => { this.hold = setTimeout(() => this.heldLong(), HOLD); });
    addEventListener('pointerup', (event) => this.letGo(isOnDeliver(event)));
    addEventListener('pointercancel', () => this.letGo(false));
  }

  heldLong() {
    this.holding = true;
    this.start();
  }

  // Let go somewhere else, and nothing is sent by mistake: she decides with the buttons.
  letGo(wanted) {
    clearTimeout(this.hold);
    if (this.holding && this.recorder && wanted) this.finish(true);
    this.holding = false;
  }

  async start() {
    if (this.starting || this.recorder) return;
    this.starting = true;
    try {
      this.record(await navigator.mediaDevices.getUserMedia({ audio: true }));
    } catch {
      this.on.refused();
    } finally {
      this.starting = false;
    }
  }

  record(stream) {
    this.recorder = new MediaRecorder(stream, { mimeType: recordable(), audioBitsPerSecond: 24000 });
    const pieces = [];
    this.recorder.ondataavailable = ({ data }) => pieces.push(data);
    this.recorder.onstop = () => this.stopped(pieces);
    this.recorder.start();
    this.count();
    this.on.shown(true);
  }

  count() {
    const began = Date.now();
    const show = () => {
      const seconds = Math.min((Date.now() - began) / 1000, LONGEST);
      find('seconds').textContent = inMinutes(seconds);
      if (seconds >= LONGEST && this.recorder.state === 'recording') this.recorder.pause();
    };
    show();
    this.counter = setInterval(show, 250);
  }

  finish(wanted) {
    if (!this.recorder || this.recorder.state === 'inactive') return;
    this.wanted = wanted;
    this.recorder.stop();
  }

  stopped(pieces) {
    clearInterval(this.counter);
    for (const track of this.recorder.stream.getTracks()) track.stop();
    const blob = new Blob(pieces, { type: this.recorder.mimeType.split(';')[0] });
    this.recorder = null;
    this.on.shown(false);
    if (this.wanted && blob.size) this.on.recorded(blob);
  }
}

// The button to send stands where the microphone was; a thumb is broader than a button.
function isOnDeliver({ clientX, clientY }) {
  const { left, right, top } = find('deliver').getBoundingClientRect();
  return clientX >= left - 24 && clientX <= right + 24 && clientY >= top - 24;
}
