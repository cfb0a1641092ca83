// The people of the house, for whoever looks after it: who they are, what they may do, whether they
// get in, and a way to help those who do not.

import { html } from '../vendor/html.js';
import { useEffect } from '../vendor/hooks.js';
import { dayAndTime, exactly } from '../core/days.js';
import { shortcut } from '../core/keys.js';
import { navigate, query, withQuery } from '../core/router.js';
import { refresh, useResource } from '../core/resource.js';
import { session } from '../core/session.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { Empty, Shown } from '../parts/states.js';
import { INVITATIONS, OpenInvitations } from './invitations.js';
import { roleName } from './roles.js';
import { Standing } from './standing.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */

const PATH = '/api/identity/accounts?limit=100';

const AddPerson = later(() => import('./add_person.js').then(found => found.AddPerson), null);
const Invite = later(() => import('./invite.js').then(found => found.Invite), null);

/** @param {{ account: Account }} props */
const Row = ({ account }) => html`<li class=${account.closed_at ? 'closed' : ''}>
  <${Icon} name="me" />
  <div class="what">
    <a href=${`/people/${account.id}`}><strong>${account.name ?? 'Somebody who was erased'}</strong></a>${' '}
    ${account.id === session.value?.account && html`<span class="tag good">you</span>`} <${Standing} account=${account} />
    <p>${account.email ?? 'no address kept'}</p>
  </div>
  <div class="rest"><p class="role">${roleName(account.role)}</p>
  <p class="last soft small">${account.last_login_at
    ? html`logged in <time datetime=${account.last_login_at} title=${exactly(account.last_login_at)}>${dayAndTime(account.last_login_at)}</time>`
    : 'never logged in'}</p></div>
</li>`;

export function People() {
  const closed = query.value.get('closed') === '1';
  const path = closed ? `${PATH}&closed=true` : PATH;
  const found = useResource(path);
  useEffect(() => shortcut('n', 'Add a person', () => navigate(withQuery({ add: '1' }))), []);
  useEffect(() => shortcut('i', 'Invite a person', () => navigate(withQuery({ invite: '1' }))), []);
  const add = html`<a class="button main" href=${withQuery({ invite: '1' })}><${Icon} name="plus" />Invite a person</a>
    <a class="button" href=${withQuery({ add: '1' })}>Add with a password</a>`;
  return html`<${Page} title="People" lead="Who comes into the house, and what they may do." doing=${add}>
    <${Shown} of=${found} lines=${6}>${(/** @type {{ items: Account[], next?: string | null }} */ { items, next }) => html`
      ${items.length < 2 && !closed && html`<${Empty} icon="people" title="Only you so far">Everybody with an account of their own is told what concerns them, and the diary says who did what.<//>`}
      <ul class="list sheet people">${items.map(account => html`<${Row} key=${account.id} account=${account} />`)}</ul>
      <${More} path=${path} next=${next}>More people<//>
      <p class="under"><a href="/erasures">Who asked to be erased, and who was</a></p>
      <p class="under">${closed
        ? html`<a href="/people">Hide closed accounts</a>`
        : html`<a href="/people?closed=1">Show closed accounts, too</a>`}${' · '}<a href="/keys">Keys for programs</a></p>`}<//>
    <${OpenInvitations} />
    ${query.value.get('invite') === '1' && html`<${Invite} onInvited=${() => refresh(INVITATIONS)} onClose=${() => navigate(withQuery({ invite: null }, '/people'), { replace: true })} />`}
    ${query.value.get('add') === '1' && html`<${AddPerson} listed=${path} onClose=${() => navigate(withQuery({ add: null }, '/people'), { replace: true })} />`}
  <//>`;
}
