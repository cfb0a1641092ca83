// How the house is: told by itself, kept fresh while the page is open.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { relative } from '../core/days.js';
import { follow } from '../core/live.js';
import { useResource } from '../core/resource.js';
import { bytes, grouped } from '../core/sizes.js';

/** @typedef {import('../types/api').components['schemas']['Status']} Status */

/** @param {{ status: Status }} props */
function Facts({ status }) {
  const stopped = status.views.filter(view => view.state === 'stopped');
  const owed = status.outbox?.owed;
  return html`<dl class="facts">
    <dt>Events</dt><dd class="figure">${grouped(status.head)}${status.entries_today != null && `, ${grouped(status.entries_today)} today`}</dd>
    <dt>Started</dt><dd>${relative(status.started_at)}</dd>
    ${status.sessions != null && html`<dt>Open sessions</dt><dd class="figure">${status.sessions}</dd>`}
    <dt>Views</dt><dd>${stopped.length ? html`<span class="tag critical">${stopped.length} stopped</span>` : 'all current'}</dd>
    ${owed != null && html`<dt>Mail owed</dt><dd class="figure">${owed || 'none'}</dd>`}
    ${status.disk_free_bytes != null && html`<dt>Free on disk</dt><dd class="figure">${bytes(status.disk_free_bytes)}</dd>`}
    <dt>Daybook</dt><dd class="figure">${status.version}</dd>
  </dl>`;
}

export function Condition() {
  const asked = useResource('/api/household/status');
  const [pushed, setPushed] = useState(/** @type {any} */ (null));
  useEffect(() => follow('status', ({ data }) => setPushed(data)), []);
  const status = /** @type {Status | undefined} */ (pushed ? { ...asked.data, ...pushed } : asked.data);
  if (!status) return null;
  return html`<section class="sheet"><h2>The house</h2><${Facts} status=${status} /></section>`;
}
