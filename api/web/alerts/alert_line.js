// One alert: what it is about, when, how it was told, and the way to say that it was seen.

import { html } from '../vendor/html.js';
import { post } from '../core/api.js';
import { dayAndTime, exactly } from '../core/house.js';
import { foresee, refresh, useResource } from '../core/resource.js';
import { countSeen } from '../frame/badge.js';
import { Icon } from '../parts/icons.js';
import { say } from '../parts/toast.js';

/** @typedef {import('../types/api').components['schemas']['Alert']} Alert */

/** @param {Alert} alert */
function delivery(alert) {
  if (alert.delivered_at) return `mailed ${dayAndTime(alert.delivered_at)}`;
  if (alert.state === 'failed' || alert.state === 'given_up') return `could not be mailed${alert.last_reason ? `: ${alert.last_reason}` : ''}`;
  return alert.attempts ? `mail tried ${alert.attempts} times${alert.last_reason ? `: ${alert.last_reason}` : ''}` : 'mail is on its way';
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
  const about = useResource(`/api/history/entries/${alert.about}`).data;
  return html`<li class=${`alert ${alert.severity}`}>
    <div class="what">
      <a href=${`/diary/${alert.about}`} class="serif">${about?.sentence ?? html`<span class="bone w1"></span>`}</a>
      <p><span class=${`tag ${alert.severity}`}>${alert.severity}</span> <time datetime=${alert.raised_at} title=${exactly(alert.raised_at)}>${dayAndTime(alert.raised_at)}</time> · ${delivery(alert)}</p>
    </div>
    ${alert.acknowledged_at
      ? html`<span class="tag good" title=${exactly(alert.acknowledged_at)}>seen</span>`
      : html`<button onClick=${() => void acknowledge(alert, path)}><${Icon} name="check" />Seen</button>`}
  </li>`;
}
