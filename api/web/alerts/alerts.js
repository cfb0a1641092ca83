// What one was told of, the tab where one says of what that shall be, and for admins what the house watches out for.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { query } from '../core/router.js';
import { isAdmin } from '../core/session.js';
import { refresh, useResource } from '../core/resource.js';
import { unseenAlerts } from '../frame/badge.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { NotFound } from '../parts/not_found.js';
import { Page } from '../parts/page.js';
import { Empty, Shown } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { say } from '../parts/toast.js';
import { AlertLine } from './alert_line.js';
import { useNews } from './news.js';

/** @typedef {import('./alert_line.js').Alert} Alert */

const ALL = '/api/alerts/alerts?limit=25';
const UNSEEN = `${ALL}&unseen=true`;

/** @type {Record<string, { name: string, title: string, lead: string, Part: any, admin?: boolean }>} */
const PARTS = {
  '': { name: 'What happened', title: 'Alerts', lead: 'What the house thought you should know.', Part: List },
  subscriptions: { name: 'What I am told of', title: 'What I am told of', lead: 'By mail, and here. The diary keeps everything else, too.', Part: later(() => import('./subscriptions.js').then(found => found.Subscriptions)) },
  watch: { name: 'Watch', title: 'Watch', lead: 'What does not happen in a quiet house, and when it is told.', Part: later(() => import('./watch.js').then(found => found.Watch)), admin: true },
};

/** @param {string} part */
const hrefOf = part => (part ? `/alerts/${part}` : '/alerts');

/** @param {{ part?: string }} props */
export function Alerts({ part = '' }) {
  const found = PARTS[part];
  if (!found || (found.admin && !isAdmin.value)) return html`<${NotFound} />`;
  const tabs = Object.entries(PARTS).filter(([, one]) => !one.admin || isAdmin.value).map(([key, { name }]) => /** @type {[string, string]} */ ([hrefOf(key), name]));
  return html`<${Page} title=${found.title} lead=${found.lead}>
    <${Tabs} label="Alerts" here=${hrefOf(part)} tabs=${tabs} />
    <${found.Part} />
  <//>`;
}

/** @param {{ path: string }} props */
function SeenAll({ path }) {
  const [busy, setBusy] = useState(false);
  const all = async () => {
    setBusy(true);
    try {
      await post('/api/alerts/acknowledgement');
      say('All are marked as seen.');
    } catch (error) {
      say(`Not all are marked: ${/** @type {any} */ (error).message}`);
    }
    setBusy(false);
    await refresh(path);
  };
  return html`<button aria-busy=${busy} disabled=${busy} onClick=${() => void all()}>Mark all as seen</button>`;
}

function List() {
  const unseen = query.value.get('show') === 'unseen';
  const path = unseen ? UNSEEN : ALL;
  const found = useResource(path);
  useNews(path, unseen);
  return html`<div class="toolbar">
      <nav class="segments" aria-label="Which alerts">
        <a href="/alerts" aria-current=${unseen ? undefined : 'true'}>All</a>
        <a href="/alerts?show=unseen" aria-current=${unseen ? 'true' : undefined}>Not seen</a>
      </nav>
      ${unseenAlerts.value > 0 && html`<${SeenAll} path=${path} />`}
    </div>
    <${Shown} of=${found} lines=${8}>${(/** @type {{ items: Alert[], next?: string }} */ { items, next }) =>
      items.length
        ? html`<ul class="list sheet alerts">${items.map(alert => html`<${AlertLine} key=${alert.id} alert=${alert} path=${path} />`)}</ul>
            <${More} path=${path} next=${next}>Earlier alerts<//>`
        : html`<${Nothing} unseen=${unseen} />`}<//>`;
}

/** @param {{ unseen: boolean }} props */
const Nothing = ({ unseen }) => unseen
  ? html`<${Empty} icon="check" title="All seen" doing=${html`<a class="button" href="/alerts">Show earlier alerts</a>`}>Nothing waits for you.<//>`
  : html`<${Empty} icon="alerts" title="No alerts yet" doing=${html`<a class="button" href="/alerts/subscriptions">Choose what to be told of</a>`}>
      When something happens that you want to know of, it is mailed to you and kept here.
    <//>`;
