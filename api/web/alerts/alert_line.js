// One alert: what it is about, when, how it was told, and the way to say that it was seen.

import { html } from '../vendor/html.js';
import { post } from '../core/api.js';
import { dayAndTime, dayOf, exactly, relative, timeOf } from '../core/days.js';
import { foresee, refresh } from '../core/resource.js';
import { countSeen } from '../frame/badge.js';
import { Icon } from '../parts/icons.js';
import { say } from '../parts/toast.js';

/** @typedef {import('../types/api').components['schemas']['Alert']} Alert */

const AT_ONCE_MS = 60_000;

/** How it was told. @param {Alert} alert */
function delivery({ state, attempts, raised_at, delivered_at, in_folder, retry_at, last_reason }) {
  const way = in_folder ? 'laid in the mail folder' : 'mailed';
  if (delivered_at && Date.parse(delivered_at) - Date.parse(raised_at) < AT_ONCE_MS) return `${way} at once`;
  if (delivered_at) return `${way} ${dayOf(delivered_at) === dayOf(raised_at) ? timeOf(delivered_at) : dayAndTime(delivered_at)}`;
  const why = last_reason ? `: ${last_reason}` : '';
  if (state === 'abandoned') return `the mail was given up after ${attempts} attempts${why}`;
  if (state === 'failed' && retry_at) return `mail failed, tried again ${relative(retry_at)}${why}`;
  return 'its mail has not left yet';
}

/** @param {Alert} alert @param {string} path */
async function acknowledge(alert, path) {
  const now = new Date().toISOString();
  const takeBack = foresee(path, (/** @type {any} */ page) => ({
    ...page,
    items: page.items.map((/** @type {Alert} */ one) => (one.id === alert.id ? { ...one, acknowledged_at: now } : one)),
  }));
  countSeen();
  try {
    await post(`/api/alerts/alerts/${alert.id}/acknowledgement`);
    await refresh(path);
  } catch (error) {
    takeBack();
    say(`It was not noted: ${/** @type {any} */ (error).message}`);
  }
}

/** @param {{ alert: Alert, path: string }} props */
export function AlertLine({ alert, path }) {
  return html`<li class=${`alert ${alert.severity}${alert.acknowledged_at ? ' seen' : ''}`}>
    <div class="what">
      <a href=${`/diary/${alert.about}`} class="serif" aria-label=${alert.sentence ? undefined : 'Its entry in the diary'}>${alert.sentence || 'An entry of the diary'}</a>
      <p><span class=${`tag ${alert.severity}`}>${alert.severity}</span> <time datetime=${alert.raised_at} title=${exactly(alert.raised_at)}>${dayAndTime(alert.raised_at)}</time>${alert.concerns && ` · about ${alert.concerns}`} · ${delivery(alert)}</p>
    </div>
    ${alert.acknowledged_at
      ? html`<span class="soft small" title=${exactly(alert.acknowledged_at)}>seen</span>`
      : html`<button onClick=${() => void acknowledge(alert, path)}><${Icon} name="check" /><span>Seen</span></button>`}
  </li>`;
}
