// What a page asks of the house. The last answer is shown at once when one comes back to a page,
// and made fresh behind it; only the very first time there is a skeleton.

import { signal } from '../vendor/signals.js';
import { useEffect } from '../vendor/hooks.js';
import { ask } from './api.js';

/**
 * @template T
 * @typedef {{ data?: T, etag?: string | null, error?: import('./api.js').Problem, asking: boolean, pages?: number }} State
 */

/** @type {Map<string, import('../vendor/signals.js').Signal<State<any>>>} */
const known = new Map();

/** @param {string} path */
function stateOf(path) {
  let state = known.get(path);
  if (!state) known.set(path, (state = signal({ asking: false })));
  return state;
}

/** @param {string} path @param {string} cursor */
const page = (path, cursor) => ask('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);

/** @param {any} before @param {any} after */
const joined = (before, after) => ({ ...after, items: [...before.items, ...after.items] });

/** Asks again, for as much of a list as is shown, and shows what comes. @param {string} path */
export async function refresh(path) {
  const state = stateOf(path);
  state.value = { ...state.peek(), asking: true };
  try {
    const { data: first, etag } = await ask('GET', path);
    const pages = state.peek().pages ?? 1;
    let data = first;
    for (let shown = 1; shown < pages && data.next; shown++) data = joined(data, (await page(path, data.next)).data);
    state.value = { data, etag, asking: false, pages };
  } catch (error) {
    state.value = { ...state.peek(), error: /** @type {any} */ (error), asking: false };
  }
}

/** Shows one more page of a list. @param {string} path */
export async function more(path) {
  const state = stateOf(path);
  const { data: after } = await page(path, state.peek().data.next);
  const before = state.peek();
  state.value = { ...before, data: joined(before.data, after), pages: (before.pages ?? 1) + 1 };
}

/**
 * Shows a change before the house has confirmed it; answers how to take it back.
 * @template T
 * @param {string} path @param {(data: T) => T} change
 */
export function foresee(path, change) {
  const state = stateOf(path);
  const before = state.peek();
  if (before.data !== undefined) state.value = { ...before, data: change(before.data) };
  return () => void (state.value = before);
}

/** Forgets everything, for the next person at this device. */
export const forgetAll = () => known.clear();

/**
 * @template T
 * @param {string | null} path
 * @returns {State<T> & { reload: () => Promise<void> }}
 */
export function useResource(path) {
  useEffect(() => void (path && refresh(path)), [path]);
  const state = path ? stateOf(path).value : { asking: false };
  return { ...state, reload: () => (path ? refresh(path) : Promise.resolve()) };
}
