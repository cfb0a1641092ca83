// The quiet line above a list: how much is there and how it is shown, and once something is selected, what can be done with it.

import { html } from '../vendor/html.js';
import { Icon } from '../parts/icons.js';
import { layout, show } from './layout.js';
import { archiveOf, contentOf, counted, sized } from './nodes.js';
import { Sign } from './sign.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** What a folder holds, as far as it is shown. @param {Node[]} items @param {boolean} more */
function held(items, more) {
  const files = items.filter(one => one.kind === 'file');
  const folders = items.length - files.length;
  const parts = [folders && counted(folders, 'folder'), files.length && counted(files.length, 'file')].filter(Boolean);
  return parts.length ? `${more ? 'The first ' : ''}${parts.join(', ')}` : '';
}

/** @param {{ way: 'lines' | 'tiles', says: string }} props */
const Way = ({ way, says }) => html`<button class="square" aria-pressed=${layout.value === way} aria-label=${says} title=${says} onClick=${() => show(way)}><${Sign} name=${way} /></button>`;

/** How much there is, and how it is shown. @param {{ items: Node[], more: boolean }} props */
export const Held = ({ items, more }) => html`<div class="held">
  <p class="soft small" role="status">${held(items, more)}</p>
  <div class="choice" role="group" aria-label="How it is shown"><${Way} way="lines" says="As a list" /><${Way} way="tiles" says="As a grid" /></div>
</div>`;

/** A longer address is taken by no proxy. */
const MOST_TAKEN = 200;

/**
 * Where what is selected is fetched: one file as it is, all of a folder by the folder, anything else one by one; null for too much.
 * @param {Node[]} chosen @param {string | null} whole the folder, where all of it is selected
 */
function taken(chosen, whole) {
  if (chosen.length === 1 && chosen[0].kind === 'file') return contentOf(chosen[0].id);
  if (whole) return archiveOf([whole]);
  return chosen.length > MOST_TAKEN ? null : archiveOf(chosen.map(node => node.id));
}

/** @param {{ name: import('./sign.js').SignName, says: string, onClick: () => void, grave?: boolean }} props */
const Act = ({ name, says, onClick, grave }) => html`<button class=${grave ? 'grave' : ''} onClick=${onClick}><${Sign} name=${name} /><span class="says">${says}</span></button>`;

/** @param {{ href: string | null }} props */
const Download = ({ href }) => {
  const says = html`<${Icon} name="save" /><span class="says">Download</span>`;
  return href ? html`<a class="button" href=${href} download>${says}</a>` : html`<button disabled aria-describedby="too-many">${says}</button>`;
};

/** @param {{ selection: import('./selection.js').Selection, folder: string | null, more: boolean, onRename: () => void, onMove: () => void, onCopy: () => void, onShare: () => void, onTags: () => void, onStar: () => void, onTrash: () => void }} props the folder, where nothing of it is left out by a tag */
export function Bar({ selection, folder, more, onRename, onMove, onCopy, onShare, onTags, onStar, onTrash }) {
  const { chosen, items } = selection;
  const href = taken(chosen, !more && chosen.length === items.length ? folder : null);
  const size = chosen.reduce((sum, node) => sum + (node.size_bytes ?? 0), 0);
  return html`<div class="bar chosen" role="toolbar" aria-label="With what is selected">
    <button class="square plain" aria-label="Select nothing" onClick=${selection.none}><${Icon} name="close" /></button>
    <p class="small" role="status"><strong>${chosen.length}</strong> selected${size > 0 && html`<span class="wide-size soft">, ${sized(size)}</span>`}</p>
    <${Download} href=${href} />
    ${chosen.length === 1 && html`<${Act} name="rename" says="Rename" onClick=${onRename} />`}
    <${Act} name="move" says="Move" onClick=${onMove} />
    <${Act} name="copy" says="Copy" onClick=${onCopy} />
    ${chosen.length === 1 && html`<${Act} name="link" says="Share" onClick=${onShare} />`}
    <${Act} name="tag" says="Tags" onClick=${onTags} />
    <${Act} name="star" says=${chosen.every(node => node.starred) ? 'No star' : 'Star'} onClick=${onStar} />
    <${Act} name="trash" says="Trash" grave onClick=${onTrash} />
    ${!href && html`<p class="small soft most" id="too-many">At most ${MOST_TAKEN} are downloaded at once, or the whole folder.</p>`}
  </div>`;
}
