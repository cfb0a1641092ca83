// The page of a file: how it looks, what it is, and everything it ever was.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { dayAndTime, exactly } from '../core/days.js';
import { navigate, query, withQuery } from '../core/router.js';
import { useResource } from '../core/resource.js';
import { mayAct, mayLook } from '../core/session.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { NotFound } from '../parts/not_found.js';
import { Shown } from '../parts/states.js';
import { putInTrash } from './acts.js';
import { Dialogs } from './asked.js';
import { toggleStars } from './star.js';
import { useChanges } from './changes.js';
import { Deliveries } from './deliveries.js';
import { Crumbs, Place } from './head.js';
import { End, Star, Tags } from './marks.js';
import { contentOf, deliveriesOf, named, nodeOf, parentPage, sized, spacePage, versionsOf } from './nodes.js';
import { Preview } from './preview.js';
import { Sign, typeName } from './sign.js';
import { RestoreButton, Versions } from './versions.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {import('./nodes.js').FileVersion} Version */
/** @typedef {import('./asked.js').Asked} Asked */

const InTrash = later(() => import('./in_trash.js').then(found => found.InTrash), null);

/** @param {{ file: Node }} props */
const Lead = ({ file }) => html`<span class="figure">${sized(file.size_bytes)}</span> · ${typeName(file.media_type)} · changed ${file.changed_at && html`<time datetime=${file.changed_at} title=${exactly(file.changed_at)}>${dayAndTime(file.changed_at)}</time>`}${file.changed_by && html` by <bdi>${file.changed_by}</bdi>`}`;

/** @param {{ file: Node, version: number | null, mayChange: boolean, ask: (what: Asked) => void }} props */
const Doing = ({ file, version, mayChange, ask }) => html`<a class="button main" href=${contentOf(file.id, { version })} download><${Icon} name="save" />Download</a>
  ${mayChange && html`<button onClick=${() => ask('rename')}><${Sign} name="rename" />Rename</button>
    <button onClick=${() => ask('move')}><${Sign} name="move" />Move</button>
    <button onClick=${() => ask('copy')}><${Sign} name="copy" />Copy</button>
    <button onClick=${() => ask('share')}><${Sign} name="link" />Share</button>
    <button onClick=${() => ask('expiry')}><${Icon} name="clock" />Expiry</button>
    <button onClick=${() => ask('tags')}><${Sign} name="tag" />Tags</button>
    <button aria-pressed=${file.starred} onClick=${() => void toggleStars([file])}><${Sign} name="star" />${file.starred ? 'No star' : 'Star'}</button>
    <button class="grave" onClick=${() => void putInTrash([file]).then(gone => gone && navigate(parentPage(file)))}><${Sign} name="trash" />Trash</button>`}`;

/** @param {string | null | undefined} moment */
const isPast = moment => !!moment && Date.parse(moment) <= Date.now();

/** The version in the address bar; null for the newest. */
function askedVersion() {
  const asked = Number(query.value.get('version'));
  return Number.isSafeInteger(asked) && asked > 0 ? asked : null;
}

/** What is said of an old version. @param {{ file: Node, version: number, mayChange: boolean }} props */
const Old = ({ file, version, mayChange }) => html`<div class="remark row between">
  <p><${Icon} name="clock" /> Version ${version} of ${file.version}.</p>
  <div class="row"><a class="button" href=${withQuery({ version: null })}>Show the newest</a>${mayChange && html`<${RestoreButton} id=${file.id} version=${version} />`}</div>
</div>`;

/** @param {{ id: string }} props */
export function FilePage({ id }) {
  const found = useResource(mayLook('documents') ? nodeOf(id) : null);
  const versions = useResource(mayLook('documents') ? versionsOf(id) : null);
  const [asked, ask] = useState(/** @type {Asked | null} */ (null));
  useChanges([nodeOf(id), versionsOf(id), deliveriesOf(id)]);
  const file = /** @type {Node | undefined} */ (found.data);
  if (!mayLook('documents') || found.error?.status === 404 || (file && file.kind !== 'file')) return html`<${NotFound} />`;
  if (!file) return html`<${Place} title="Documents" here=""><${Shown} of=${found} lines=${8} /><//>`;

  const version = askedVersion() === file.version ? null : askedVersion();
  const known = /** @type {{ items: Version[], next?: string | null } | undefined} */ (versions.data);
  const one = known?.items.find(each => each.version === (version ?? file.version));
  // What lies in a folder in the trash is not thrown away itself: only that it has no versions to show tells of it.
  const isTrashed = !!file.trashed_at || versions.error?.status === 404;
  const mayChange = mayAct('documents') && !isTrashed;
  const isOver = version ? one?.expired || isPast(file.expires_at) : file.expired;
  const shown = { id, name: named(file.name), version: version ?? file.version ?? null, type: (one ?? file).media_type ?? '', size: (one ?? file).size_bytes ?? 0 };
  return html`<${Place} title=${named(file.name)} lead=${html`<${Lead} file=${file} />`} here=${spacePage(file.space)}
      doing=${!isTrashed && html`<${Doing} file=${file} version=${version} mayChange=${mayChange} ask=${ask} />`}>
    <${Crumbs} space=${file.space} path=${file.path ?? []} />
    ${(file.starred || file.tags.length > 0 || file.expires_at || file.expired) && html`<p class="marks"><${Star} node=${file} /><${End} node=${file} /><${Tags} node=${file} pathname="/documents/search" /></p>`}
    ${isTrashed ? html`<${InTrash} node=${file} again=${versions.reload} />` : html`${version && html`<${Old} file=${file} version=${version} mayChange=${mayChange && !!one} />`}
    <section class="sheet preview" aria-label="Preview">${isOver ? html`<p class="soft not">${one?.expired ? 'This version has expired. Whoever may change it gives it another end below.' : html`This file has expired. Whoever may change it gives it another end by <q>Expiry</q>.`}</p>` : !version || one || known?.next ? html`<${Preview} of=${shown} />` : known ? html`<p class="soft not">There is no such version.</p>` : html`<${Shown} of=${versions} lines=${5} />`}</section>
    <${Versions} file=${file} shown=${shown.version} mayChange=${mayChange} /><${Deliveries} id=${id} />`}
    <${Dialogs} asked=${asked} nodes=${mayChange ? [file] : []} version=${version} onClose=${() => ask(null)} />
  <//>`;
}
