// A new person of the house. The password is told to them by whoever adds them, and they change it.

import { html } from '../vendor/html.js';
import { post } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { staysHere } from './letters.js';
import { NewPassword } from './password.js';
import { RoleChoice } from './role_choice.js';

/** @param {{ onClose: () => void, listed: string }} props */
export function AddPerson({ onClose, listed }) {
  const form = useForm(async values => {
    await post('/api/identity/accounts', values);
    onClose();
    say(`${values.name} may come in. Tell them the password; their codes ${staysHere() ? 'lie in the mail folder on the machine' : `are mailed to ${values.email}`}.`);
    await refresh(listed);
  });
  return html`<${Dialog} title="Add a person" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="name" autocomplete="off" required maxlength="60" autofocus />
      <${Field} form=${form} label="Mail address" name="email" type="email" inputmode="email" autocomplete="off" required hint="Login codes and alerts go there." />
      <${NewPassword} form=${form} label="First password" />
      <${RoleChoice} />
      <${FormTrouble} form=${form} names=${['name', 'email', 'password']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Add<//></div>
    </form>
  <//>`;
}
