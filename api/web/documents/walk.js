// Where something shall go: one walks the folders, down by their names and up by the line above; where it may leave its space,
// from one space to the other, too.

import { html } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { useResource } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { More } from '../parts/more.js';
import { Shown, Trouble } from '../parts/states.js';
import { SPACES, called, childrenOf, named, nodeOf, spaceName } from './nodes.js';
import { Sign } from './sign.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {{ at: Node | undefined, go: (id: string) => void }} props */
const Way = ({ at, go }) => html`<nav class="crumbs" aria-label="The way there"><ol>
  ${(at ? above(at) : []).map(({ id, name }) => html`<li key=${id}><button class="plain" onClick=${() => go(id)}><bdi>${name}</bdi></button></li>`)}
  ${at && html`<li aria-current="true"><bdi>${titleOf(at)}</bdi></li>`}
</ol></nav>`;

/** @param {Node} at */
const titleOf = at => (at.id === at.root ? spaceName(at.space) : named(at.name));
/** @param {Node} at */
const above = at => (at.id === at.root ? [] : [{ id: at.root, name: spaceName(at.space) }, ...(at.path ?? []).map(({ id, name }) => ({ id, name: named(name) }))]);

/** The folders within; what is moved cannot be its own goal. @param {{ at: string, nodes: Node[], go: (id: string) => void, focus: boolean }} props */
function Folders({ at, nodes, go, focus }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  // The button that led here is gone, and the focus with it.
  useEffect(() => void (focus && frame.current?.focus()), []);
  const path = childrenOf(at);
  const found = useResource(path);
  return html`<div class="walk" tabindex="-1" ref=${frame}><${Shown} of=${found} lines=${4}>${(/** @type {import('./nodes.js').Nodes} */ { items, next }) => {
    const folders = items.filter(one => one.kind === 'folder' && !nodes.some(node => node.id === one.id));
    return html`${folders.length
        ? html`<ul>${folders.map(({ id, name }) => html`<li key=${id}><button class="plain" onClick=${() => go(id)}><${Sign} name="folder" /><bdi>${named(name)}</bdi></button></li>`)}</ul>`
        : html`<p class="soft small">No ${nodes.some(node => node.parent === at) ? 'other ' : ''}folders in here.</p>`}
      ${items.at(-1)?.kind === 'folder' && html`<${More} path=${path} next=${next}>More folders<//>`}`;
  }}<//></div>`;
}

/** The other space. @param {{ at: Node | undefined, go: (id: string) => void }} props */
function Spaces({ at, go }) {
  const found = useResource(SPACES);
  const spaces = /** @type {import('./nodes.js').DocumentsSpace[]} */ (found.data?.items ?? []);
  return html`<div class="choice" role="group" aria-label="Whose documents">${spaces.map(({ space, root }) => html`<button type="button" key=${space} aria-pressed=${at?.space === space} onClick=${() => at?.space !== space && go(root)}>${spaceName(space)}</button>`)}</div>`;
}

/**
 * @param {{ title: string, nodes: Node[], mayLeave?: boolean, onClose: () => void, act: (at: Node, name: string) => Promise<unknown>,
 *   says: (at: string) => { go: string, isIdle?: boolean } }} props what the last button says of a folder, and whether there is nothing to do there
 */
export function Walk({ title, nodes, mayLeave, onClose, act, says }) {
  const [at, setAt] = useState(nodes[0].parent);
  const went = useRef(false);
  const go = (/** @type {string} */ id) => ((went.current = true), setAt(id));
  const [state, set] = useState({ busy: false, error: /** @type {any} */ (null) });
  const here = useResource(nodeOf(at));
  const node = /** @type {Node | undefined} */ (here.data);
  const end = says(at);
  const run = async () => {
    if (!node) return;
    set({ busy: true, error: null });
    try {
      await act(node, node.id === node.root ? spaceName(node.space) : called(node.name));
      onClose();
    } catch (error) {
      set({ busy: false, error });
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <div class="moving">
      ${mayLeave && html`<${Spaces} at=${node} go=${go} />`}
      <${Way} at=${node} go=${go} />
      <${Trouble} error=${here.error} again=${here.reload} />
      <${Folders} key=${at} at=${at} nodes=${nodes} go=${go} focus=${went.current} />
      <${Trouble} error=${state.error} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button>
        <button class="main" aria-busy=${state.busy} disabled=${state.busy || end.isIdle || !node} onClick=${() => void run()}>${end.go}</button></div>
    </div>
  <//>`;
}
