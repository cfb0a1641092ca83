// Asking somebody to live here: a link goes to their address, or is handed over.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { dayAndTime } from '../core/days.js';
import { Copied } from '../parts/copied.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { RoleChoice } from './role_choice.js';

/** @typedef {{ email?: string | null, until: string, link?: string | null }} Sent */

/** The link, where no mail server brings it: it is shown this once. @param {{ sent: Sent, onClose: () => void }} props */
export const HandOver = ({ sent, onClose }) => html`<${Dialog} title="Hand the invitation over" onClose=${onClose}>
  <p>No mail server is set, so hand this link to ${sent.email} yourself. It is shown once, works once and until ${dayAndTime(sent.until)}.</p>
  <${Copied} text=${sent.link} said="The link is copied." />
  <div class="answers"><button class="main" onClick=${onClose}>Close</button></div>
<//>`;

/** @param {{ onInvited: () => Promise<void>, onClose: () => void }} props */
export function Invite({ onInvited, onClose }) {
  const [sent, setSent] = useState(/** @type {Sent | null} */ (null));
  const form = useForm(async ({ email, role }) => {
    const { data } = await post('/api/identity/invitations', { email, role });
    if (data.link) setSent({ ...data, email });
    else {
      onClose();
      say(`${email} is invited. The link holds until ${dayAndTime(data.until)}.`);
    }
    await onInvited();
  });
  if (sent) return html`<${HandOver} sent=${sent} onClose=${onClose} />`;
  return html`<${Dialog} title="Invite a person" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Mail address" name="email" type="email" inputmode="email" autocomplete="off" required autofocus hint="A link goes there, by which they choose their name and password." />
      <${RoleChoice} />
      <${FormTrouble} form=${form} names=${['email']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Invite<//></div>
    </form>
  <//>`;
}
