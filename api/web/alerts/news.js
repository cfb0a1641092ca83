// New alerts, and what becomes of those that are shown, as it happens. One that was seen elsewhere
// stays in the list until the page is left, so that nothing moves away under a finger.

import { useEffect } from '../vendor/hooks.js';
import { follow } from '../core/live.js';
import { foresee } from '../core/resource.js';

/** @typedef {import('./alert_line.js').Alert} Alert */

/** @param {Alert[]} shown @param {Alert} alert @param {boolean} unseen */
function joined(shown, alert, unseen) {
  if (shown.some(one => one.id === alert.id)) return shown.map(one => (one.id === alert.id ? alert : one));
  const isNew = !shown.length || Date.parse(alert.raised_at) >= Date.parse(shown[0].raised_at);
  return isNew && !(unseen && alert.acknowledged_at) ? [alert, ...shown] : shown;
}

/** @param {string} path the list that is shown @param {boolean} unseen whether it holds only those not seen yet */
export function useNews(path, unseen) {
  useEffect(() => follow('alerts', ({ data }) => {
    const news = /** @type {Alert[]} */ ([data].flat());
    foresee(path, (/** @type {{ items: Alert[] }} */ page) => ({ ...page, items: news.reduce((shown, alert) => joined(shown, alert, unseen), page.items) }));
  }), [path]);
}
