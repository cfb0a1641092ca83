// Who fetched a file, the newest first: one line for each delivery, however many parts it took.

import { html } from '../vendor/html.js';
import { dayAndTime, exactly } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { More } from '../parts/more.js';
import { Shown } from '../parts/states.js';
import { deliveriesOf, sized } from './nodes.js';

/** @typedef {import('../types/api').components['schemas']['DocumentsDelivery']} Delivery */

/** Whoever came through a link has no name here. @param {Delivery} one */
const who = one => one.by ?? (one.link ? 'Somebody with a link' : 'Somebody without a name here');

/** @param {Delivery} one */
const part = one => (one.sent_bytes == null ? 'a part of it' : `${sized(one.sent_bytes)} of ${sized(one.size_bytes)}`);

/** @param {{ one: Delivery }} props */
const Row = ({ one }) => html`<li>
  <strong><bdi>${who(one)}</bdi></strong>
  ${!one.whole && html` <span class="tag">${part(one)}</span>`}${one.with_key && html` <span class="tag">by a program</span>`}${one.by && one.link && html` <span class="tag">through a link</span>`}
  <p><time datetime=${one.at} title=${exactly(one.at)}>${dayAndTime(one.at)}</time> · version ${one.version}${one.archive && html` · in <bdi>${one.archive}</bdi>`}${one.address && html` · from <span class="figure">${one.address}</span>`}</p>
</li>`;

/** @param {{ id: string }} props */
export function Deliveries({ id }) {
  const path = deliveriesOf(id);
  const found = useResource(path);
  return html`<section class="sheet fetched"><h2>Who fetched it</h2>
    <${Shown} of=${found} lines=${2}>${(/** @type {{ items: Delivery[], next?: string | null }} */ { items, next }) => html`
      ${items.length ? html`<ul>${items.map(one => html`<${Row} key=${one.number} one=${one} />`)}</ul>` : html`<p class="soft small">Nobody yet. Whoever downloads it is told of here a moment later.</p>`}
      <${More} path=${path} next=${next}>Earlier ones<//>`}<//>
  </section>`;
}
