// A new folder: nothing but its name.

import { html } from '../vendor/html.js';
import { post } from '../core/api.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { FOLDERS, refreshFolders } from './nodes.js';

/** @param {{ parent: string, onClose: () => void }} props */
export function NewFolder({ parent, onClose }) {
  const form = useForm(async ({ name }) => {
    await post(FOLDERS, { parent, name });
    await refreshFolders([parent]);
    onClose();
  });
  return html`<${Dialog} title="New folder" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="name" autocomplete="off" required autofocus dir="auto" />
      <${FormTrouble} form=${form} names=${['name']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Make it<//></div>
    </form>
  <//>`;
}
