// Other terms for a link. Its address stays the same, so whoever has it need not be told.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { patch } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { TERMS, Terms, termsOf } from './link_terms.js';
import { called, linkOf } from './nodes.js';

/** @param {{ one: import('./nodes.js').DocumentsLink, path: string, onClose: () => void }} props */
export function EditLink({ one, path, onClose }) {
  const [kind, setKind] = useState('keep');
  const form = useForm(async values => {
    const password = kind === 'keep' ? {} : { password: kind === 'none' ? null : values.password };
    const { tell_first: tell, ...terms } = termsOf(values);
    await patch(linkOf(one.id), { ...terms, ...(one.uses ? {} : { tell_first: tell }), ...password });
    say(`The link to ${called(one.name)} works on other terms now.`);
    onClose();
    await refresh(path);
  });
  return html`<${Dialog} title="Change the link" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Terms} form=${form} one=${one} takes=${one.upload_only} />
      <${Field} label="Password" name="kind" as="select" onChange=${(/** @type {any} */ { target }) => setKind(target.value)}>
        <option value="keep">${one.has_password ? 'stays as it is' : 'none'}</option>
        <option value="new">${one.has_password ? 'another one' : 'one from now on'}</option>
        ${one.has_password && html`<option value="none">none any more</option>`}
      <//>
      ${kind === 'new' && html`<${Field} form=${form} label="New password" name="password" required minlength="8" maxlength="128" autocomplete="off" hint="At least 8 characters. Tell it by another way than the link." />`}
      <${FormTrouble} form=${form} names=${TERMS} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}
