// Where she speaks: words, a photo, her voice.

import { find } from './elements.js';
import { Photo } from './photo.js';
import { canRecord, Voice } from './voice.js';
import { word } from './words.js';

export class Composer {
  /** `say({text, blob})` is told what she wants to send. */
  constructor(say) {
    this.say = say;
    this.words = find('words');
    this.photo = new Photo(() => this.refresh());
    this.voice = new Voice({
      recorded: (blob) => say({ text: '', blob }),
      refused: () => notice(word('no_microphone')),
      shown: (yes) => this.showRecording(yes),
    });
    this.bind();
    this.refresh();
  }

  bind() {
    find('composer').addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    // The keyboard of a phone stays up when the button is tapped.
    find('send').addEventListener('mousedown', (event) => event.preventDefault());
    this.words.addEventListener('input', () => this.refresh());
    this.words.addEventListener('keydown', (event) => this.key(event));
    addEventListener('resize', () => this.grow());
  }

  // While an input method composes a letter (Amharic, Tigrinya...), Enter belongs to it.
  key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  send() {
    const text = this.words.value.trim();
    if (!text && !this.photo.blob) return;
    this.words.value = '';
    this.words.focus();
    this.say({ text, blob: this.photo.take() });
  }

  refresh() {
    const ready = Boolean(this.words.value.trim() || this.photo.blob);
    const voice = canRecord() && !ready;
    find('mic').hidden = !voice;
    find('send').hidden = voice;
    notice('');
    this.grow();
  }

  // As high as its lines; the style sheet stops it at five.
  grow() {
    this.words.style.blockSize = 'auto';
    this.words.style.blockSize = `${this.words.scrollHeight}px`;
  }

  showRecording(yes) {
    find('recording').hidden = !yes;
    find('composer').hidden = yes;
    if (yes) notice('');
    find(yes ? 'deliver' : 'words').focus({ preventScroll: true });
  }
}

function notice(text) {
  const line = find('notice');
  line.textContent = text;
  line.hidden = !text;
}
