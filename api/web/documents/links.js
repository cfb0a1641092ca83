// Links as their owner sees them: what each opens, on what terms, how it was used, and whether it still works.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { isAdmin, mayAct } from '../core/session.js';
import { confirmed } from '../parts/dialog.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { Empty, Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { why } from './acts.js';
import { useChanges } from './changes.js';
import { Place } from './head.js';
import { called, counted, linkOf, linksOf, named, pageOf } from './nodes.js';
import { Sign } from './sign.js';

/** @typedef {import('./nodes.js').DocumentsLink} Link */
/** @typedef {{ items: Link[], next?: string | null }} Links */

const EditLink = later(() => import('./edit_link.js').then(found => found.EditLink), null);

/** @type {Record<Link['standing'], [string, string]>} */
const STANDINGS = {
  works: ['works', 'good'], in_trash: ['in the trash', ''], file_expired: ['the file has expired', ''], gone: ['what it opened is gone', ''],
  expired: ['expired', ''], used_up: ['used up', ''], revoked: ['revoked', ''],
};

/** @param {Link} one @param {string} path */
async function revoke(one, path) {
  const text = 'Whoever has it finds nothing behind it any more, at once. This cannot be undone; another link can be made at any time.';
  if (!(await confirmed({ title: `Revoke the link to ${called(one.name)}?`, text, go: 'Revoke' }))) return;
  try {
    await del(linkOf(one.id));
    say(`The link to ${called(one.name)} opens nothing any more.`);
  } catch (error) {
    say(`The link still works: ${why(error)}`);
  }
  await refresh(path);
}

/** @param {{ at: string }} props */
const When = ({ at }) => html`<time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time>`;

/** What it opens, and on what terms. @param {{ one: Link }} props */
function Terms({ one }) {
  const what = one.upload_only ? 'takes files' : one.kind === 'folder' ? 'opens the folder' : one.version ? `opens version ${one.version}` : 'opens the newest version';
  return html`<p>${what} · ${one.has_password ? 'with a password' : 'without a password'} · ${one.until ? html`until <${When} at=${one.until} />` : 'never ends by itself'}</p>`;
}

/** How it was used. @param {{ one: Link }} props */
const Uses = ({ one }) => html`<p>${one.uses ? html`used ${counted(one.uses, 'time')}${one.most_uses && ` of ${one.most_uses}`}, last <${When} at=${one.used_at ?? one.made_at} />` : `not used yet${one.most_uses ? `, ${counted(one.most_uses, 'time')} at most` : ''}${one.own && one.tell_first ? ' · you will be told of its first use' : ''}`}${one.failures > 0 && html` · <span class="low">${counted(one.failures, 'wrong password')}</span>`}</p>`;

/** @param {{ one: Link, path: string, edit: (one: Link) => void, isNamed: boolean }} props */
function Row({ one, path, edit, isNamed }) {
  const [words, tone] = STANDINGS[one.standing];
  const name = one.note ?? (isNamed ? named(one.name) : `Link of ${one.own ? 'yours' : one.owner ?? 'somebody who was erased'}`);
  const page = one.kind && pageOf({ id: one.node, kind: one.kind });
  const isOver = one.standing === 'revoked' || one.standing === 'gone';
  return html`<li class=${one.standing === 'works' ? '' : 'closed'}>
    <${Sign} name=${one.upload_only ? 'upload' : 'link'} />
    <div class="what"><strong><bdi>${name}</bdi></strong> <span class=${`tag ${tone}`}>${words}</span>
      ${isNamed && one.note && page && html`<p><a href=${page}><bdi>${named(one.name)}</bdi></a></p>`}
      <${Terms} one=${one} /><${Uses} one=${one} /></div>
    ${mayAct('documents') && !isOver && (one.own || isAdmin.value) && html`<div class="row">
      ${one.own && html`<button aria-label=${`Change the link ${name}`} onClick=${() => edit(one)}>Change</button>`}
      <button class="grave" aria-label=${`Revoke the link ${name}`} onClick=${() => void revoke(one, path)}>Revoke</button></div>`}
  </li>`;
}

/** All to one node, or all of one's own. @param {{ node?: string, none: any }} props */
export function LinkList({ node, none }) {
  const path = linksOf(node);
  const [edited, edit] = useState(/** @type {Link | null} */ (null));
  useChanges([path]);
  return html`<${Shown} of=${useResource(path)} lines=${3}>${(/** @type {Links} */ { items, next }) => html`
    ${items.length ? html`<ul class=${`list links ${node ? '' : 'sheet thrown'}`}>${items.map(one => html`<${Row} key=${one.id} one=${one} path=${path} edit=${edit} isNamed=${!node} />`)}</ul>` : none}
    <${More} path=${path} next=${next}>Earlier links<//>
    ${edited && html`<${EditLink} one=${edited} path=${path} onClose=${() => edit(null)} />`}`}<//>`;
}

export function LinksPage() {
  const none = html`<${Empty} icon="documents" title="Nothing is shared" doing=${html`<a class="button" href="/documents">To the documents</a>`}>
    A link opens a file or a folder to somebody without an account. Select one and choose Share.
  <//>`;
  return html`<${Place} title="Links" lead="What you have opened to whoever holds a link. Each can be changed, and taken back at any time." here="/documents/links">
    <${LinkList} none=${none} />
  <//>`;
}
