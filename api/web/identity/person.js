// One person, for whoever looks after the house.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { session } from '../core/session.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { AccessTable } from './access.js';
import { Keys } from './keys.js';
import { Address } from './address.js';
import { Ending } from './ending.js';
import { Erasing } from './erase.js';
import { PersonFactors } from './person_factors.js';
import { mayDo, roleName } from './roles.js';
import { Sessions } from './sessions.js';
import { Standing } from './standing.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */
/** @typedef {{ account: Account, path: string }} Told */

/** @param {'Change' | 'SetPassword' | 'ResetSent'} name */
const dialog = name => later(() => import('./change_person.js').then(found => found[name]), null);
const Change = dialog('Change');
const SetPassword = dialog('SetPassword');
const ResetSent = dialog('ResetSent');
const RoomOfPerson = later(() => import('../documents/room.js').then(found => found.RoomOfPerson), null);

/** @param {Told} told @param {(sent: any) => void} onSent */
async function sendReset({ account, path }, onSent) {
  try {
    onSent((await post(`${path}/reset`)).data);
  } catch (error) {
    say(`No link was sent to ${account.name}: ${/** @type {any} */ (error).message}`);
  }
}

/** @param {Told} told */
async function unlock({ account, path }) {
  try {
    await post(`${path}/unlock`);
    say(`${account.name} may try again.`);
  } catch (error) {
    say(`The door stays closed: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

/** @param {Told} props */
const Facts = ({ account, path }) => html`<dl class="facts">
  <${Address} account=${account} path=${path} own=${account.id === session.value?.account} />
  <dt>Role</dt><dd>${roleName(account.role)} <span class="soft small">${mayDo(account.role)}</span></dd>
  ${[
    ['In the house since', account.opened_at],
    ['Last login', account.last_login_at],
    ['Password since', account.password_changed_at],
    ['Last wrong password', account.last_failure_at],
    ['Deactivated', account.deactivated_at],
    ['Closed', account.closed_at],
  ].map(([name, at]) => at && html`<dt key=${name}>${name}</dt><dd><time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time></dd>`)}
</dl>`;

/** @param {Told & { etag?: string | null }} props */
function Whole(props) {
  const { account, path } = props;
  const [asks, setAsks] = useState(/** @type {'' | 'change' | 'password'} */ (''));
  const [sent, setSent] = useState(/** @type {any} */ (null));
  const close = () => setAsks('');
  const locked = account.failures > 0 || (account.locked_until && Date.parse(account.locked_until) > Date.now());
  const isOneself = account.id === session.value?.account;
  return html`<section class="sheet"><${Facts} ...${props} />
      ${account.active && html`<div class="row under">
        <button onClick=${() => setAsks('change')}>Change name or role</button>
        ${locked && html`<button onClick=${() => void unlock(props)}>Unlock</button>`}
        ${!isOneself && html`<button onClick=${() => void sendReset(props, setSent)}>Mail a link for a new password</button>
          <button onClick=${() => setAsks('password')}>Set a new password</button>`}
      </div>`}
      ${!isOneself && html`<${Ending} ...${props} />`}
    </section>
    ${!account.closed_at && !isOneself && html`<${PersonFactors} account=${account} />`}
    <section class="sheet"><h2>Sessions</h2><${Sessions} account=${account.id} own=${isOneself} /></section>
    ${!account.closed_at && html`<section class="sheet"><h2>What they may see and do</h2><${AccessTable} account=${account.id} name=${account.name ?? 'this person'} /></section>`}
    ${!account.closed_at && html`<${RoomOfPerson} account=${account.id} name=${account.name ?? 'this person'} />`}
    <section class="sheet"><h2>Keys for programs</h2><${Keys} account=${account.id} own=${isOneself} /></section>
    ${!isOneself && html`<${Erasing} account=${account} />`}
    ${asks === 'change' && html`<${Change} ...${props} onClose=${close} />`}
    ${sent && html`<${ResetSent} account=${account} path=${path} sent=${sent} onClose=${() => setSent(null)} />`}
    ${asks === 'password' && html`<${SetPassword} account=${account} path=${path} onClose=${close} />`}`;
}

/** @param {{ id: string }} props */
export function Person({ id }) {
  const path = `/api/identity/accounts/${id}`;
  const found = useResource(path);
  const account = /** @type {Account | undefined} */ (found.data);
  const doing = html`<a class="button" href="/people"><${Icon} name="back" />People</a>
    <a class="button" href=${`/diary?person=${id}`}><${Icon} name="diary" />In the diary</a>`;
  return html`<${Page} title=${account ? account.name ?? 'Somebody who was erased' : 'Person'} lead=${account && html`<${Standing} account=${account} />`} doing=${doing}>
    <${Shown} of=${found} lines=${8}>${() => account && html`<${Whole} account=${account} path=${path} etag=${found.etag} />`}<//>
  <//>`;
}
