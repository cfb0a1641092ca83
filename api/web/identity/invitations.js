// Those who were asked to live here and have not come yet.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del, post } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { confirmed } from '../parts/dialog.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { Trouble } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { roleName } from './roles.js';

/** @typedef {import('../types/api').components['schemas']['Invitation']} Invitation */
/** @typedef {import('./invite.js').Sent} Sent */

export const INVITATIONS = '/api/identity/invitations?limit=50';
const HandOver = later(() => import('./invite.js').then(found => found.HandOver), null);

/** @param {Invitation} invitation @param {(sent: Sent) => void} onSent */
async function again({ id, email }, onSent) {
  try {
    const { data } = await post(`/api/identity/invitations/${id}/repetition`);
    if (data.link) onSent({ ...data, email });
    else say(`Sent to ${email} again. The link before works no more.`);
  } catch (error) {
    say(`It was not sent: ${/** @type {any} */ (error).message}`);
  }
  await refresh(INVITATIONS);
}

/** @param {Invitation} invitation */
async function withdraw({ id, email }) {
  const text = `The link that ${email} has works no more. You can invite them anew at any time.`;
  if (!(await confirmed({ title: 'Withdraw the invitation?', text, go: 'Withdraw' }))) return;
  try {
    await del(`/api/identity/invitations/${id}`);
    say(`The invitation of ${email} is withdrawn.`);
  } catch (error) {
    say(`It still holds: ${/** @type {any} */ (error).message}`);
  }
  await refresh(INVITATIONS);
}

/** @param {{ invitation: Invitation, onSent: (sent: Sent) => void }} props */
const Row = ({ invitation, onSent }) => html`<li>
  <${Icon} name="people" />
  <div class="what">
    <strong>${invitation.email ?? 'an address that was erased'}</strong> ${invitation.state === 'expired' && html`<span class="tag warning">too old</span>`}
    <p>${roleName(invitation.role)} · sent <time datetime=${invitation.sent_at} title=${exactly(invitation.sent_at)}>${dayAndTime(invitation.sent_at)}</time>${invitation.sent > 1 && `, ${invitation.sent} times`} · ${
      invitation.state === 'expired' ? 'held' : 'holds'} until <time datetime=${invitation.until} title=${exactly(invitation.until)}>${dayAndTime(invitation.until)}</time></p>
  </div>
  <button onClick=${() => void again(invitation, onSent)}>Send again</button>
  <button onClick=${() => void withdraw(invitation)}>Withdraw</button>
</li>`;

/** Nothing stands here while nobody is asked. */
export function OpenInvitations() {
  const found = useResource(INVITATIONS);
  const [sent, setSent] = useState(/** @type {Sent | null} */ (null));
  const { items, next } = /** @type {{ items: Invitation[], next?: string | null }} */ (found.data ?? { items: [] });
  if (found.error) return html`<${Trouble} error=${found.error} again=${found.reload} />`;
  if (!items.length) return null;
  return html`<section class="invited"><h2>Invited</h2>
    <ul class="list sheet people">${items.map(invitation => html`<${Row} key=${invitation.id} invitation=${invitation} onSent=${setSent} />`)}</ul>
    <${More} path=${INVITATIONS} next=${next}>Earlier invitations<//>
    ${sent && html`<${HandOver} sent=${sent} onClose=${() => setSent(null)} />`}
  </section>`;
}
