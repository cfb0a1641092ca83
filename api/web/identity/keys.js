// API keys: what programs use to act for a person. One's own, somebody's, or everybody's.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { confirmed } from '../parts/dialog.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { inWords } from './scopes.js';

/** @typedef {import('../types/api').components['schemas']['Key']} Key */
/** @typedef {{ items: Key[], next?: string | null }} Listed */

const MakeKey = later(() => import('./make_key.js').then(found => found.MakeKey), null);

/** @param {Key} one @param {string} path */
async function revoke(one, path) {
  const text = `Whatever uses ${one.name ?? 'this key'} is let in no more, at once. This cannot be undone; a new key can be made at any time.`;
  if (!(await confirmed({ title: `Revoke ${one.name ?? 'this key'}?`, text, go: 'Revoke' }))) return;
  try {
    await del(`/api/identity/keys/${one.id}`);
    say(`${one.name ?? 'The key'} is revoked.`);
  } catch (error) {
    say(`The key is still good: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

/** @param {{ at: string }} props */
const When = ({ at }) => html`<time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time>`;

/** @param {{ one: Key }} props */
const Life = ({ one }) => html`<p>
  ${one.used_at ? html`last used <${When} at=${one.used_at} />${one.used_from && ` from ${one.used_from}`}` : 'never used'}${' · '}
  ${one.ended_at ? html`${one.reason ?? 'ended'} <${When} at=${one.ended_at} />` : one.until ? html`ends <${When} at=${one.until} />` : 'never ends by itself'}
</p>`;

/** @param {{ one: Key, path: string, whose: boolean }} props */
const Row = ({ one, path, whose }) => html`<li class=${one.ended_at ? 'closed' : ''}>
  <${Icon} name="key" />
  <div class="what">
    <strong>${one.name ?? 'A key without a name'}</strong> ${whose && html`<span class="tag">${one.person ?? 'somebody who was erased'}</span>`}
    <p>${inWords(one.scopes)}${one.networks.length > 0 && ` · only from ${one.networks.join(', ')}`}</p>
    <${Life} one=${one} />
  </div>
  <div class="row">
    <a class="button" href=${`/diary?key=${one.id}`} aria-label=${`What ${one.name ?? 'this key'} did`}>Diary</a>
    ${!one.ended_at && html`<button class="grave" onClick=${() => void revoke(one, path)} aria-label=${`Revoke ${one.name ?? 'this key'}`}>Revoke</button>`}
  </div>
</li>`;

/** @param {{ path: string, whose?: boolean, none: string }} props */
const List = ({ path, whose = false, none }) => html`<${Shown} of=${useResource(path)} lines=${3}>${(/** @type {Listed} */ { items, next }) => html`
  <ul class="list keys">${items.map(one => html`<${Row} key=${one.id} one=${one} path=${path} whose=${whose} />`)}</ul>
  ${!items.length && html`<p class="soft">${none}</p>`}
  <${More} path=${path} next=${next}>More keys<//>`}<//>`;

/** The keys of one person; only they themselves make one. @param {{ account: string, own?: boolean }} props */
export function Keys({ account, own }) {
  const [makes, setMakes] = useState(false);
  const path = `/api/identity/keys?account=${account}&limit=50`;
  return html`<${List} path=${path} none=${own ? 'No program acts in your name.' : 'No program acts in their name.'} />
    ${own && html`<p class="under"><button onClick=${() => setMakes(true)}><${Icon} name="plus" />Make a key</button></p>`}
    ${makes && html`<${MakeKey} listed=${path} onClose=${() => setMakes(false)} />`}`;
}

/** Everybody's, for whoever looks after the house. */
export function AllKeys() {
  const [ended, setEnded] = useState(false);
  const path = `/api/identity/keys?everybody=true&limit=50${ended ? '&ended=true' : ''}`;
  const back = html`<a class="button" href="/people"><${Icon} name="back" />People</a>`;
  return html`<${Page} title="Keys" lead="Every key of everybody: what programs use to act in somebody's name." doing=${back}>
    <section class="sheet"><${List} path=${path} whose none="No program acts in anybody's name." /></section>
    <p class="under"><label class="check"><input type="checkbox" checked=${ended} onChange=${(/** @type {any} */ event) => setEnded(event.target.checked)} />Show keys that have ended, too</label></p>
  <//>`;
}
