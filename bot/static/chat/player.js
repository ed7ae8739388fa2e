// A voice message: one button, a line that fills, and the seconds.

import { change, icon, make } from './elements.js';
import { relabel } from './words.js';

export function drawPlayer(address) {
  const sound = new Audio();
  sound.preload = 'none';
  sound.src = address;
  const sign = icon('play');
  const button = make('button', { type: 'button', className: 'round', sayLabel: 'listen', onclick: () => toggle(sound) }, sign);
  const line = make('i', { className: 'line', 'aria-hidden': 'true' }, make('i'));
  const seconds = make('span', { className: 'seconds', 'aria-hidden': 'true' });
  const follow = () => showPlace(sound, button, sign, line.firstChild, seconds);
  for (const moment of ['play', 'pause', 'ended', 'timeupdate', 'durationchange']) sound.addEventListener(moment, follow);
  return make('div', { className: 'player' }, button, line, seconds);
}

function toggle(sound) {
  if (sound.paused) sound.play().catch(() => {});
  else sound.pause();
}

function showPlace(sound, button, sign, filled, seconds) {
  const part = Number.isFinite(sound.duration) && sound.duration ? sound.currentTime / sound.duration : 0;
  change(sign, sound.paused ? 'play' : 'pause');
  button.dataset.sayLabel = sound.paused ? 'listen' : 'pause';
  relabel(button);
  filled.style.inlineSize = `${Math.round(part * 100)}%`;
  seconds.textContent = inMinutes(sound.currentTime);
}

export const inMinutes = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
