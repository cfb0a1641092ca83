// What stands over the whole page, whatever page it is. In the same tree as the page: fields of another
// tree would bear the same ids, and their labels lead astray.

import { signal } from '../vendor/signals.js';

const shown = signal(/** @type {any} */ (null));

/** Shows something over the page; answers how to take it away. @param {any} what */
export function showOver(what) {
  shown.value = what;
  return () => void (shown.peek() === what && (shown.value = null));
}

export const Over = () => shown.value;
