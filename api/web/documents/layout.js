// Whether a folder is shown as a list or as a grid of pictures. Each browser remembers it.

import { signal } from '../vendor/signals.js';

const STORE = 'documents.layout';

/** What a browser that keeps nothing remembers. */
function kept() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

/** @type {import('../vendor/signals.js').Signal<'lines' | 'tiles'>} */
export const layout = signal(kept() === 'tiles' ? 'tiles' : 'lines');

/** @param {'lines' | 'tiles'} way */
export function show(way) {
  layout.value = way;
  try {
    localStorage.setItem(STORE, way);
  } catch {
    // It holds until the page is left.
  }
}

/** The other way round. */
export const turn = () => show(layout.peek() === 'tiles' ? 'lines' : 'tiles');
