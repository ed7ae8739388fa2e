// One answer to tap.

import { icon, make } from './elements.js';

export function drawPill(option, press) {
  const label = make('bdi', { textContent: option.label });
  if (option.lang) label.lang = option.lang.replace('_', '-');
  const pill = make('button', { type: 'button', className: 'pill', onclick: press }, icon('tick', 'check'));
  if (option.icon) pill.append(make('span', { className: 'sign', textContent: option.icon, 'aria-hidden': 'true' }));
  pill.append(label);
  pill.dataset.token = option.token;
  return pill;
}

/** What was chosen is checked; where several are allowed, what was not is said to be unchecked. */
export function check(pill, chosen, several) {
  if (several || chosen) pill.setAttribute('aria-pressed', String(chosen));
  else pill.removeAttribute('aria-pressed');
}
