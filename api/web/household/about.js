// What runs here: its version, how it is, and where the rest is described.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { exactly, relative } from '../core/days.js';
import { house } from '../core/house.js';
import { follow } from '../core/live.js';
import { useResource } from '../core/resource.js';
import { bytes, grouped } from '../core/sizes.js';
import { Shown } from '../parts/states.js';

/** @typedef {import('../types/api').components['schemas']['Status']} Status */

const STATES = { current: 'good', behind: 'warning', filling: 'warning', stopped: 'critical' };


/** @param {{ status: Status }} props */
const Facts = ({ status }) => html`<section class="sheet"><h2>${house.value?.name ?? 'The house'}</h2>
  <dl class="facts">
    <dt>Daybook</dt><dd class="figure">${status.version}</dd>
    <dt>Started</dt><dd><time datetime=${status.started_at} title=${exactly(status.started_at)}>${relative(status.started_at)}</time></dd>
    <dt>Events</dt><dd class="figure">${grouped(status.head)}${status.entries_today != null && `, ${grouped(status.entries_today)} today`}</dd>
    ${status.log_size_bytes != null && html`<dt>The log takes</dt><dd class="figure">${bytes(status.log_size_bytes)}</dd>`}
    ${status.people != null && html`<dt>People</dt><dd class="figure">${grouped(status.people)}, ${grouped(status.sessions ?? 0)} open sessions</dd>`}
    ${status.outbox && html`<dt>Mails owed</dt><dd class="figure">${status.outbox.owed || 'none'}${status.outbox.retrying > 0 && `, ${status.outbox.retrying} tried again`}</dd>`}
    ${status.mail && html`<dt>Mail goes</dt><dd>${status.mail === 'folder' ? 'into a folder on the machine' : 'through a mail server'}</dd>`}
    ${status.memory_resident_bytes != null && html`<dt>Memory</dt><dd class="figure">${bytes(status.memory_resident_bytes)}</dd>`}
    ${status.disk_free_bytes != null && html`<dt>Free on disk</dt><dd class="figure">${bytes(status.disk_free_bytes)}</dd>`}
  </dl>
</section>`;

/** @param {{ status: Status }} props */
const Views = ({ status }) => html`<section class="sheet"><h2>Views</h2>
  <p class="soft small">What pages are read from. Each is made from the log, and can be made anew at any time.</p>
  <ul class="list">${status.views.map(({ name, position, lag, state, reason }) => html`<li key=${name}>
    <div class="what"><strong>${name}</strong> <span class=${`tag ${STATES[state]}`}>${state}</span>${reason && html`<p>${reason}</p>`}</div>
    <span class="soft small figure">${lag ? `${grouped(lag)} behind` : `at ${grouped(position)}`}</span>
  </li>`)}</ul>
</section>`;

const Elsewhere = () => html`<section class="sheet"><h2>Elsewhere</h2>
  <ul class="list">
    <li><div class="what"><a href="/api/docs">The interface</a><p>Everything this dashboard does, programs can do, too.</p></div></li>
    <li><div class="what"><a href="/api/openapi.json" download="daybook-openapi.json">Its description for programs</a><p>OpenAPI 3.1</p></div></li>
    <li><div class="what"><a href=${new URL('../vendor/LICENCES', import.meta.url).pathname} target="_blank" rel="noopener">Licences</a><p>Of what this dashboard is made of: Preact, htm, signals, uPlot, Socket.IO, Source Serif.</p></div></li>
  </ul>
</section>`;

export function About() {
  const asked = useResource('/api/household/status');
  const [pushed, setPushed] = useState(/** @type {Partial<Status>} */ ({}));
  useEffect(() => follow('status', ({ data }) => setPushed(data)), []);
  return html`<${Shown} of=${asked} lines=${8}>${(/** @type {Status} */ known) => {
    const status = { ...known, ...pushed };
    return html`<${Facts} status=${status} /><${Views} status=${status} /><${Elsewhere} />`;
  }}<//>`;
}
