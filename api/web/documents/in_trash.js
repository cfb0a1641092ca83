// What stands above a folder or a file that lies in the trash: it cannot be looked at before it is taken out again.

import { html } from '../vendor/html.js';
import { dayAndTime } from '../core/days.js';
import { mayAct } from '../core/session.js';
import { restore } from './acts.js';
import { Sign } from './sign.js';

/** @param {{ node: import('./nodes.js').DocumentsNode, again: () => void }} props what is asked again once it is back */
export const InTrash = ({ node, again }) => html`<div class="remark row between">
  ${node.trashed_at
    ? html`<p><${Sign} name="trash" /> In the trash since ${dayAndTime(node.trashed_at)}.</p>${mayAct('documents') && html`<button onClick=${() => void restore([node]).then(again)}>Restore</button>`}`
    : html`<p><${Sign} name="trash" /> In the trash, with the folder it lies in.</p><a class="button" href=${`/documents/trash${node.space === 'shared' ? '?of=shared' : ''}`}>To the trash</a>`}
</div>`;
