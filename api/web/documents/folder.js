// One folder: what lies in it, and everything that can be done there. What only somebody needs who does something there,
// dialogs and uploads among it, is loaded then.

import { html } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { effect, signal } from '../vendor/signals.js';
import { shortcut } from '../core/keys.js';
import { navigate, path as here, query, withQuery } from '../core/router.js';
import { useResource } from '../core/resource.js';
import { mayAct, session } from '../core/session.js';
import { Icon } from '../parts/icons.js';
import { later, once } from '../parts/later.js';
import { More } from '../parts/more.js';
import { NotFound } from '../parts/not_found.js';
import { Empty, Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { Dialogs } from './asked.js';
import { Bar, Held } from './bar.js';
import { useChanges } from './changes.js';
import { useDrop } from './drop.js';
import { Crumbs, Place } from './head.js';
import { turn } from './layout.js';
import { Listing } from './listing.js';
import { SPACES, archiveOf, childrenOf, counted, named, nodeOf, sized, spacePage } from './nodes.js';
import { useSelection } from './selection.js';
import { Sign } from './sign.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {import('./nodes.js').DocumentsSpace} Space */
/** @typedef {import('./asked.js').Asked | 'rewind' | null} Asked */

const NewFolder = later(() => import('./new_folder.js').then(found => found.NewFolder), null);
const Rewind = later(() => import('./rewind.js').then(found => found.Rewind), null);
const RulesDialog = later(() => import('./rules.js').then(found => found.RulesDialog), null);
const Mount = later(() => import('./mount.js').then(found => found.Mount), null);
const InTrash = later(() => import('./in_trash.js').then(found => found.InTrash), null);
const UploadList = later(() => import('./upload_list.js').then(found => found.UploadList), null);

/** Whether anything was on its way in this session: it goes on while one walks about. */
const hasUploads = signal(false);
effect(() => void (session.value === null && (hasUploads.value = false)));

/** @param {Space} space */
const amount = space => {
  const most = space.most_bytes == null ? '' : ` of at most ${sized(space.most_bytes)}`;
  return !space.files && !space.folders && !most ? '' : `${counted(space.files, 'file')} in ${counted(space.folders, 'folder')}, ${sized(space.size_bytes)}${most} with all versions.`;
};

/** @param {'own' | 'shared'} space */
const owner = space => (space === 'own' ? 'Nobody else can open these.' : 'Everybody in the house can open these.');

/** The shortcuts of a folder that one may change. @param {boolean} mayChange @param {Record<'n' | 'u' | 'm' | 'c' | 't' | 's' | 'F2' | 'Delete', [string, () => void]>} acts */
function useShortcuts(mayChange, acts) {
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    if (!mayChange) return;
    const keys = /** @type {(keyof typeof acts)[]} */ (Object.keys(acts));
    const ends = keys.map(key => shortcut(key, acts[key][0], () => void (document.querySelector('dialog[open]') ?? now.current[key][1]())));
    return () => ends.forEach(end => end());
  }, [mayChange]);
}

/** What somebody who may only look is told. @param {{ isRoot: boolean, of: string }} props */
const NothingToSee = ({ isRoot, of }) => isRoot && of === 'own'
  ? html`<${Empty} icon="documents" title="Nothing of your own" doing=${html`<a class="button" href="/documents/shared">To the shared documents</a>`}>You may look at documents, but not add any. What others share with the house you find under Shared.<//>`
  : html`<${Empty} icon="documents" title="Nothing here yet">As soon as somebody puts a file here, you can look at it and download it.<//>`;

/** @param {{ tag: string }} props */
const NoneTagged = ({ tag }) => html`<${Empty} icon="documents" title="Nothing here has this tag" doing=${html`<a class="button" href=${`/documents/search?${new URLSearchParams({ tag })}`}>Look everywhere</a>`}>Tags are looked for in this folder only.<//>`;

/** @param {{ onUpload: () => void, mayChange: boolean, isRoot: boolean, of: string }} props */
function Nothing({ onUpload, mayChange, isRoot, of }) {
  if (!mayChange) return html`<${NothingToSee} isRoot=${isRoot} of=${of} />`;
  const doing = html`<button onClick=${onUpload}><${Sign} name="upload" />Choose files</button>
    <a class="button" href=${withQuery({ new: '1' })}><${Icon} name="plus" />Make a folder</a>`;
  return html`<${Empty} icon="documents" title=${isRoot ? 'No documents yet' : 'An empty folder'} doing=${doing}>
    Drop files anywhere on this page, or choose them. A file that is put here again keeps what it was before as a version.
  <//>`;
}

/** @param {{ id: string, space?: Space }} props the space, where this is its root */
export function Folder({ id, space }) {
  const node = useResource(space ? null : nodeOf(id));
  const tag = query.value.get('tag') ?? '';
  const list = childrenOf(id, tag);
  const found = useResource(list);
  useChanges([list, SPACES, space ? null : nodeOf(id)]);
  const [asked, setAsked] = useState(/** @type {Asked} */ (null));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const known = /** @type {Node | undefined} */ (node.data);
  // What lies in a folder in the trash is not thrown away itself: only that it cannot be listed tells of it.
  const isTrashed = !!known && (!!known.trashed_at || found.error?.status === 404);
  const mayChange = mayAct('documents') && !isTrashed && !!(space || known);
  const selection = useSelection(/** @type {Node[]} */ (found.data?.items ?? []));
  const { chosen } = selection;
  const choose = () => input.current?.click();
  const trash = () => once(() => import('./acts.js'), acts => acts.putInTrash(chosen));
  const star = () => once(() => import('./star.js'), acts => acts.toggleStars(chosen, list));
  /** A key that finds nothing to act on says so. @param {() => void} act */
  const withChosen = act => () => (chosen.length ? act() : say('Nothing is selected.'));
  const askNew = () => navigate(withQuery({ new: '1' }));
  const take = (/** @type {import('./uploads.js').Taken[]} */ files) => {
    hasUploads.value = true;
    once(() => import('./uploads.js'), uploads => uploads.uploadAll(id, files, selection.items));
  };
  const isOver = useDrop(mayChange ? take : null);
  useShortcuts(mayChange, {
    n: ['New folder', askNew],
    u: ['Upload files', choose],
    F2: ['Rename what is selected', withChosen(() => (chosen.length === 1 ? setAsked('rename') : say('One at a time gets a new name.')))],
    m: ['Move what is selected', withChosen(() => setAsked('move'))],
    c: ['Copy what is selected', withChosen(() => setAsked('copy'))],
    t: ['Tag what is selected', withChosen(() => setAsked('tags'))],
    s: ['Give what is selected your star', withChosen(star)],
    Delete: ['Put what is selected in the trash', withChosen(trash)],
  });
  useEffect(() => shortcut('v', 'Show a list, or a grid', turn), []);
  if (node.error?.status === 404 || known?.kind === 'file') return html`<${NotFound} />`;

  const of = space?.space ?? known?.space ?? 'own';
  const isRoot = !!space || (!!known && known.id === known.root);
  const title = isRoot || !known ? (of === 'own' ? 'Documents' : 'Shared documents') : named(known.name);
  const lead = space ? `${owner(space.space)} ${amount(space)}` : undefined;
  const all = !isTrashed && selection.items.length > 0 && html`<a class="button" href=${archiveOf([id])} download><${Icon} name="save" />Download all</a>`;
  const doing = html`${mayChange && html`<button class="main" onClick=${choose}><${Sign} name="upload" />Upload</button>
    <a class="button" href=${withQuery({ new: '1' })}><${Icon} name="plus" />New folder</a>
    <button onClick=${() => setAsked('rewind')}><${Icon} name="clock" />As it was</button>`}${all}`;
  const closeRules = () => navigate(withQuery({ rules: null }, here.peek()), { replace: true });
  const closeNew = () => navigate(withQuery({ new: null }, here.peek()), { replace: true });
  return html`<${Place} title=${title} lead=${lead} doing=${doing} here=${spacePage(of)}>
    ${known && !isRoot && html`<${Crumbs} space=${of} path=${known.path ?? []} />`}
    ${known && isTrashed && html`<${InTrash} node=${known} again=${found.reload} />`}
    ${tag && html`<div class="remark row between"><p>Only what is tagged <span class="tag"><bdi>${tag}</bdi></span></p><a class="button" href=${withQuery({ tag: null })}>Show everything</a></div>`}
    <input type="file" multiple hidden ref=${input} aria-label="Files to upload" onChange=${(/** @type {any} */ { target }) => (take([...target.files].map(file => ({ file }))), (target.value = ''))} />
    ${!isTrashed && selection.items.length > 0 && !(mayChange && chosen.length) && html`<${Held} items=${selection.items} more=${!!found.data?.next} />`}
    ${mayChange && chosen.length > 0 && html`<${Bar} selection=${selection} folder=${tag ? null : id} more=${!!found.data?.next} onRename=${() => setAsked('rename')} onMove=${() => setAsked('move')} onCopy=${() => setAsked('copy')} onShare=${() => setAsked('share')} onTags=${() => setAsked('tags')} onStar=${star} onTrash=${trash} />`}
    ${!isTrashed && html`<${Shown} of=${found} lines=${8}>${(/** @type {import('./nodes.js').Nodes} */ { items, next }) =>
      items.length
        ? html`<${Listing} label=${`What lies in ${title}`} selection=${selection} mayChange=${mayChange} /><${More} path=${list} next=${next} />`
        : tag ? html`<${NoneTagged} tag=${tag} />` : html`<${Nothing} onUpload=${choose} mayChange=${mayChange} isRoot=${isRoot} of=${of} />`}<//>`}
    ${mayChange && html`<p class="under small"><a href=${withQuery({ rules: '1' })}>What may be stored here</a></p>`}
    ${space && html`<p class="under small"><a href=${withQuery({ mount: '1' })}>Open the documents in a file manager</a></p>`}
    ${hasUploads.value && html`<${UploadList} />`}
    ${isOver && html`<div class="drop" aria-hidden="true"><p><${Sign} name="upload" />Let go to put it here</p></div>`}
    ${mayChange && query.value.get('new') === '1' && html`<${NewFolder} parent=${id} onClose=${closeNew} />`}
    ${asked === 'rewind' && html`<${Rewind} id=${id} space=${of} title=${title} onClose=${() => setAsked(null)} />`}
    ${mayChange && query.value.get('rules') === '1' && html`<${RulesDialog} id=${id} of=${of} isRoot=${isRoot} onClose=${closeRules} />`}
    ${query.value.get('mount') === '1' && html`<${Mount} onClose=${() => navigate(withQuery({ mount: null }, here.peek()), { replace: true })} />`}
    ${asked !== 'rewind' && html`<${Dialogs} asked=${asked} nodes=${chosen} shown=${list} onClose=${() => setAsked(null)} />`}
  <//>`;
}
