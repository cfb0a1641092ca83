// Who is logged in here. `undefined` until the house has said so, `null` when nobody is.

import { computed, signal } from '../vendor/signals.js';

/** @typedef {import('../types/api').components['schemas']['PresentSession']} Session */

export const session = signal(/** @type {Session | null | undefined} */ (undefined));
/** Whether a part of the house is there for this person at all. @param {string | undefined} area */
export const mayLook = area => !area || session.value?.access?.[area] !== 'none';
/** Whether this person may change something there, or only look. @param {string} area */
export const mayAct = area => session.value?.access?.[area] === 'act';

export const isAdmin = computed(() => session.value?.role === 'admin');

/** What unsafe requests must show; empty for a stranger. */
export const csrfToken = () => session.peek()?.csrf_token ?? '';

/** Asks the house once, at the start. The shell preloads this very request. */
export async function recognise() {
  try {
    const response = await fetch('/api/identity/session', { headers: { accept: 'application/json' } });
    session.value = response.ok ? await response.json() : null;
  } catch {
    session.value = null;
  }
}

/** The session has ended: whatever this device kept of the house is forgotten, too. */
export function leave() {
  session.value = null;
  navigator.serviceWorker?.controller?.postMessage('forget');
}
