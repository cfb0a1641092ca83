// What one was told of, and the tab where one says of what that shall be.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { get, post } from '../core/api.js';
import { query } from '../core/router.js';
import { refresh, useResource } from '../core/resource.js';
import { unseenAlerts } from '../frame/badge.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { Empty, Shown } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { say } from '../parts/toast.js';
import { AlertLine } from './alert_line.js';
import { useNews } from './news.js';
import { Subscriptions } from './subscriptions.js';

/** @typedef {import('./alert_line.js').Alert} Alert */

const ALL = '/api/alerts/alerts?limit=25';
const UNSEEN = `${ALL}&unseen=true`;

/** @type {[string, string][]} */
const TABS = [['/alerts', 'What happened'], ['/alerts/subscriptions', 'What I am told of']];

/** @param {{ part?: string }} props */
export const Alerts = ({ part }) => html`<${Page} title=${part ? 'What I am told of' : 'Alerts'}
  lead=${part ? 'By mail, and here. The diary keeps everything else, too.' : 'What the house thought you should know.'}>
  <${Tabs} label="Alerts" here=${part ? TABS[1][0] : TABS[0][0]} tabs=${TABS} />
  ${part ? html`<${Subscriptions} />` : html`<${List} />`}
<//>`;

/** Every alert that waits to be seen, page by page. */
async function allUnseen() {
  const page = await get('/api/alerts/alerts?unseen=true&limit=200');
  return /** @type {Alert[]} */ (page.items);
}

/** @param {{ path: string }} props */
function SeenAll({ path }) {
  const [left, setLeft] = useState(0);
  const all = async () => {
    try {
      for (let alerts = await allUnseen(); alerts.length; alerts = await allUnseen())
        for (const [done, alert] of alerts.entries()) {
          setLeft(alerts.length - done);
          await post(`/api/alerts/alerts/${alert.id}/acknowledgement`);
        }
      say('All are marked as seen.');
    } catch (error) {
      say(`Not all are marked: ${/** @type {any} */ (error).message}`);
    }
    setLeft(0);
    await refresh(path);
  };
  return html`<button aria-busy=${left > 0} disabled=${left > 0} onClick=${() => void all()}>${left ? `${left} left …` : 'Mark all as seen'}</button>`;
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
