// The tags of one or several: those that are there can be taken off, new ones are typed.

import { html } from '../vendor/html.js';
import { post } from '../core/api.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { refreshMarks } from './star.js';
import { allCalled, tagsOf } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {{ nodes: Node[], shown?: string | null, onClose: () => void }} props */
export function EditTags({ nodes, shown, onClose }) {
  const there = [...new Set(nodes.flatMap(node => node.tags))].sort((a, b) => a.localeCompare(b));
  const form = useForm(async (values, element) => {
    const kept = new FormData(element).getAll('keep');
    const add = values.add.split(',').map(tag => tag.trim()).filter(Boolean);
    const remove = there.filter(tag => !kept.includes(tag));
    if (add.length || remove.length) for (const node of nodes) await post(tagsOf(node.id), { add, remove });
    await refreshMarks(nodes, shown);
    onClose();
  });
  return html`<${Dialog} title=${`Tags of ${allCalled(nodes)}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      ${there.length > 0 && html`<fieldset class="keep-tags"><legend>On ${nodes.length === 1 ? 'it' : 'some or all of them'} now</legend>
        ${there.map(tag => html`<label key=${tag}><input type="checkbox" name="keep" value=${tag} defaultChecked /><bdi>${tag}</bdi></label>`)}</fieldset>`}
      <${Field} form=${form} label="Add" name="add" hint="Several are parted by commas." autocomplete="off" autofocus dir="auto" />
      <${FormTrouble} form=${form} names=${['add']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}
