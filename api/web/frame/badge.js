// How many alerts wait to be seen; counted anew whenever one changes.

import { effect, signal } from '../vendor/signals.js';
import { get } from '../core/api.js';
import { follow } from '../core/live.js';
import { session } from '../core/session.js';

export const unseenAlerts = signal(0);

async function count() {
  try {
    const page = await get('/api/alerts/alerts?unseen=true&limit=100', { quiet: true });
    unseenAlerts.value = page.items.length;
  } catch {
    // The number stays as it was; the page of alerts says what is wrong.
  }
}

/** One alert was seen: the number need not wait for the house. */
export const countSeen = () => (unseenAlerts.value = Math.max(0, unseenAlerts.peek() - 1));

export function keepCounting() {
  let stop = () => {};
  let who = '';
  effect(() => {
    const account = session.value?.needs ? '' : session.value?.account ?? '';
    if (account === who) return;
    who = account;
    stop();
    stop = () => {};
    if (!account) return void (unseenAlerts.value = 0);
    stop = follow('alerts', () => void count());
    setTimeout(() => void count(), 300);
  });
}
