// The trash: what was put there can be taken out again, or be gone for good after a question.

import { html } from '../vendor/html.js';
import { del } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { query } from '../core/router.js';
import { foresee, refresh, useResource } from '../core/resource.js';
import { isAdmin, mayAct } from '../core/session.js';
import { useState } from '../vendor/hooks.js';
import { confirmed } from '../parts/dialog.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { Empty, Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { restore, why } from './acts.js';
import { useChanges } from './changes.js';
import { Place } from './head.js';
import { SPACES, called, goneOf, named, sized, spacePage, trashOf } from './nodes.js';
import { Sign, signOf } from './sign.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

const KeepingDialog = later(() => import('./keeping.js').then(found => found.KeepingDialog), null);

/** @param {Node} node */
async function destroy(node) {
  const text = node.kind === 'folder' ? 'Everything in it goes with it, with all versions. Nobody can bring it back.' : 'All its versions go with it. Nobody can bring it back.';
  if (!(await confirmed({ title: `Delete ${called(node.name)} for good?`, text, go: 'Delete for good' }))) return;
  const path = trashOf(node.space);
  const back = foresee(path, list => ({ ...list, items: list.items.filter((/** @type {Node} */ one) => one.id !== node.id) }));
  try {
    await del(goneOf(node.id));
    say(`${called(node.name)} is gone for good.`);
  } catch (error) {
    back();
    say(`${called(node.name)} is still in the trash: ${why(error)}`);
  }
  await Promise.all([refresh(path), refresh(SPACES)]);
}

/** @param {{ node: Node, mayChange: boolean }} props */
const Row = ({ node, mayChange }) => html`<li>
  <${Sign} name=${signOf(node)} />
  <div class="what"><strong title=${named(node.name)}><bdi>${named(node.name)}</bdi></strong>
    <p>${node.trashed_at && html`thrown away <time datetime=${node.trashed_at} title=${exactly(node.trashed_at)}>${dayAndTime(node.trashed_at)}</time>`}${node.size_bytes != null && ` · ${sized(node.size_bytes)}`}</p></div>
  ${mayChange && html`<div class="row"><button aria-label=${`Restore ${named(node.name)}`} onClick=${() => void restore([node])}>Restore</button>
    <button class="grave" aria-label=${`Delete for good: ${named(node.name)}`} onClick=${() => void destroy(node)}>Delete for good</button></div>`}
</li>`;

export function Trash() {
  const space = query.value.get('of') === 'shared' ? 'shared' : 'own';
  const path = trashOf(space);
  const found = useResource(path);
  useChanges([path]);
  const mayChange = mayAct('documents');
  const [isAsked, ask] = useState(false);
  const mayRule = mayChange && (space === 'own' || isAdmin.value);
  const doing = mayRule && html`<button onClick=${() => ask(true)}>How long it is kept</button>`;
  return html`<${Place} title="Trash" lead="What was thrown away stays here until it is deleted for good." doing=${doing} here="/documents/trash">
    <nav class="segments" aria-label="Whose">
      <a href="/documents/trash" aria-current=${space === 'own' ? 'true' : undefined}>Mine</a>
      <a href="/documents/trash?of=shared" aria-current=${space === 'shared' ? 'true' : undefined}>Shared</a>
    </nav>
    <${Shown} of=${found} lines=${6}>${(/** @type {import('./nodes.js').Nodes} */ { items, next }) =>
      items.length
        ? html`<ul class="list sheet thrown">${items.map(node => html`<${Row} key=${node.id} node=${node} mayChange=${mayChange} />`)}</ul><${More} path=${path} next=${next}>Thrown away earlier<//>`
        : html`<${Empty} icon="check" title="The trash is empty" doing=${html`<a class="button" href=${spacePage(space)}>To the documents</a>`}>
            ${mayChange ? 'What you put in the trash can be restored from here, with all its versions.' : 'Nothing was thrown away.'}
          <//>`}<//>
    ${isAsked && html`<${KeepingDialog} key=${space} space=${space} onClose=${() => ask(false)} />`}
  <//>`;
}
