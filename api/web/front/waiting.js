// Alerts nobody has seen yet. Seen is said at once and can be taken for granted; when the house
// refuses, the line comes back.

import { html } from '../vendor/html.js';
import { AlertLine } from '../alerts/alert_line.js';
import { useResource } from '../core/resource.js';

const UNSEEN = '/api/alerts/alerts?unseen=true&limit=5';

export const useWaiting = () => useResource(UNSEEN);

/** @param {{ found: { data?: any } }} props */
export function Waiting({ found }) {
  const alerts = found.data?.items ?? [];
  if (!alerts.length) return null;
  return html`<section class="waiting">
    <div class="row between"><h2>Look at this</h2><a href="/alerts">All alerts</a></div>
    <ul class="list sheet">${alerts.map((/** @type {any} */ alert) => html`<${AlertLine} key=${alert.id} alert=${alert} path=${UNSEEN} />`)}</ul>
  </section>`;
}
