// A photo is made small before it travels: that spares her data, and leaves the place where it was taken behind.

import { find } from './elements.js';

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

export class Photo {
  /** `changed()` is called when a photo was picked or put back. */
  constructor(changed) {
    this.changed = changed;
    this.blob = null;
    find('pick').addEventListener('change', () => this.pick());
    find('unpick').addEventListener('click', () => this.clear());
  }

  async pick() {
    const [file] = find('pick').files;
    if (!file) return;
    this.show(await smaller(file));
  }

  show(blob) {
    this.forget();
    this.blob = blob;
    find('thumbnail').src = this.address = URL.createObjectURL(blob);
    find('preview').hidden = false;
    this.changed();
  }

  /** The photo to send, taken out of the preview. */
  take() {
    const { blob } = this;
    this.clear();
    return blob;
  }

  clear() {
    this.forget();
    find('preview').hidden = true;
    find('pick').value = '';
    this.changed();
  }

  forget() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.blob = null;
    this.address = null;
  }
}

// What this browser cannot read is sent as it is: the server says in her language what it does not take.
async function smaller(file) {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', QUALITY));
  } catch {
    return file;
  }
}
