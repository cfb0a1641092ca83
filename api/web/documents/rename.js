// Another name for a folder or a file. Of a file's name the part before its ending is ready to be typed over.

import { html } from '../vendor/html.js';
import { patch } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { why } from './acts.js';
import { called, nodeOf, refreshFolders } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {Node} node @param {string | null} name */
async function rename(node, name) {
  await patch(nodeOf(node.id), { name });
  await Promise.all([refreshFolders([node.parent]), refresh(nodeOf(node.id))]);
}

/** @param {{ node: Node, onClose: () => void }} props */
export function Rename({ node, onClose }) {
  const before = node.name ?? '';
  const form = useForm(async ({ name }) => {
    if (name !== before) {
      await rename(node, name);
      say(`${called(before)} is called ${called(name)} now.`, () => rename(node, before).catch(error => say(`It keeps its new name: ${why(error)}`)));
    }
    onClose();
  });
  const ready = (/** @type {any} */ { target }) => {
    const end = node.kind === 'file' ? before.lastIndexOf('.') : -1;
    if (target.value === before) target.setSelectionRange(0, end > 0 ? end : before.length);
  };
  return html`<${Dialog} title=${node.kind === 'folder' ? 'Rename the folder' : 'Rename the file'} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="name" defaultValue=${before} autocomplete="off" required autofocus dir="auto" onFocus=${ready} />
      <${FormTrouble} form=${form} names=${['name']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Rename<//></div>
    </form>
  <//>`;
}
