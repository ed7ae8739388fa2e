// Elements are made here and filled by property, never from markup: what people write stays text.

import { relabel } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

export const find = (id) => document.getElementById(id);

/** `make('p', {className: 'text', 'aria-hidden': 'true', say: 'send'}, child, ...)` */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) set(element, name, value);
  element.append(...children.filter((child) => child != null));
  return element;
}

function set(element, name, value) {
  if (name.startsWith('say')) {
    element.dataset[name] = value;
    relabel(element);
  } else if (name in element) {
    element[name] = value;
  } else {
    element.setAttribute(name, value);
  }
}

export function icon(name, extra = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon ${extra}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

export function change(svg, name) {
  svg.firstChild.setAttribute('href', `${document.body.dataset.icons}#${name}`);
}

/** Only our own address or a picture of this tab: whatever else an event may name is not asked for. */
export function ours(address) {
  if (!address) return null;
  const url = new URL(address, location.href);
  return url.origin === location.origin && /^(https?|blob):$/.test(url.protocol) ? url.href : null;
}

/** The only other site that a message may lead to. */
export const onTheMap = (address) => (address?.startsWith('https://www.openstreetmap.org/') ? address : null);

/** Open a dialog that a tap beside it closes. */
export function openDialog(dialog) {
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
  dialog.showModal();
}
