// What a page asks of the house. The last answer is shown at once when one comes back to a page,
// and made fresh behind it; only the very first time there is a skeleton.

import { signal } from '../vendor/signals.js';
import { useEffect } from '../vendor/hooks.js';
import { ask } from './api.js';

/**
 * @template T
 * @typedef {{ data?: T, etag?: string | null, error?: import('./api.js').Problem, asking: boolean }} State
 */

/** @type {Map<string, import('../vendor/signals.js').Signal<State<any>>>} */
const known = new Map();

/** @param {string} path */
function stateOf(path) {
  let state = known.get(path);
  if (!state) known.set(path, (state = signal({ asking: false })));
  return state;
}

/** Asks again, and shows what comes. @param {string} path */
export async function refresh(path) {
  const state = stateOf(path);
  state.value = { ...state.peek(), asking: true };
  try {
    const { data, etag } = await ask('GET', path);
    state.value = { data, etag, asking: false };
  } catch (error) {
    state.value = { ...state.peek(), error: /** @type {any} */ (error), asking: false };
  }
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
