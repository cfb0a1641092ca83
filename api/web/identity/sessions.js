// Where a person is logged in: one's own sessions, or somebody's for whoever looks after the house.
// Ended ones are folded away, and asked for only when they are looked at.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { del } from '../core/api.js';
import { dayAndTime, exactly, relative } from '../core/days.js';
import { follow } from '../core/live.js';
import { foresee, refresh, useResource } from '../core/resource.js';
import { session } from '../core/session.js';
import { confirmed } from '../parts/dialog.js';
import { Icon } from '../parts/icons.js';
import { More } from '../parts/more.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { deviceName, isPhone } from './device.js';
import { logOut } from './log_out.js';

/** @typedef {import('../types/api').components['schemas']['Session']} Session */
/** @typedef {{ items: Session[], next?: string | null }} Listed */

/** @param {Session} one */
const isThis = one => one.id === session.value?.session;

/** @param {Session[]} ending @param {string} path */
async function end(ending, path) {
  const ids = new Set(ending.map(one => one.id));
  const takeBack = foresee(path, (/** @type {Listed} */ page) => ({ ...page, items: page.items.filter(one => !ids.has(one.id)) }));
  try {
    for (const id of ids) await del(`/api/identity/sessions/${id}`);
    say(ending.length === 1 ? `The session on ${deviceName(ending[0].device)} has ended.` : `${ending.length} sessions have ended.`);
  } catch (error) {
    takeBack();
    say(`Not all of it was done: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

async function endThis() {
  const text = 'This is the session you are in. You will be logged out here, and can log in again at any time.';
  if (await confirmed({ title: 'Log out here?', text, go: 'Log out', grave: false })) await logOut();
}

/** @param {{ one: Session, path: string }} props */
const Open = ({ one, path }) => html`<li>
  <${Icon} name=${isPhone(one.device) ? 'phone' : 'device'} />
  <div class="what">
    <strong title=${one.device ?? undefined}>${deviceName(one.device)}</strong> ${isThis(one) && html`<span class="tag good">this one</span>`}
    <p>${one.last_seen_at && html`used ${isThis(one) ? 'now' : html`<time datetime=${one.last_seen_at} title=${exactly(one.last_seen_at)}>${relative(one.last_seen_at)}</time>`}${one.last_from && one.last_from !== one.from && ` from ${one.last_from}`} · `}opened ${one.from && `from ${one.from}, `}<time datetime=${one.opened_at} title=${exactly(one.opened_at)}>${dayAndTime(one.opened_at)}</time>${one.method && ` by ${one.method}`}${' · '}
      ends <time datetime=${one.until} title=${exactly(one.until)}>${relative(one.until)}</time> at the latest</p>
  </div>
  <button onClick=${() => void (isThis(one) ? endThis() : end([one], path))} aria-label=${`End the session on ${deviceName(one.device)}`}>End</button>
</li>`;

/** Ends all of one's own but this one, at once. @param {string} path */
async function endOthers(path) {
  const takeBack = foresee(path, (/** @type {Listed} */ page) => ({ ...page, items: page.items.filter(isThis) }));
  try {
    await del('/api/identity/sessions');
    say('All your other sessions have ended.');
  } catch (error) {
    takeBack();
    say(`They go on: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

/** @param {{ one: Session }} props */
const Ended = ({ one }) => html`<li>
  <div class="what">
    <span title=${one.device ?? undefined}>${deviceName(one.device)}</span>
    <p>${one.from && `${one.from} · `}${dayAndTime(one.opened_at)} to <time datetime=${one.ended_at ?? one.until} title=${exactly(one.ended_at ?? one.until)}>${dayAndTime(one.ended_at ?? one.until)}</time>${' · '}
      ${one.reason ?? 'its time was over'}</p>
  </div>
</li>`;

/** @param {{ account: string }} props */
function Earlier({ account }) {
  const [open, setOpen] = useState(false);
  const path = `/api/identity/sessions?account=${account}&ended=true&limit=50`;
  const found = useResource(open ? path : null);
  const hasEnded = (/** @type {Session} */ one) => one.ended_at || Date.parse(one.until) < Date.now();
  return html`<details class="earlier" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>Sessions that have ended</summary>
    ${open && html`<${Shown} of=${found} lines=${4}>${(/** @type {Listed} */ { items, next }) => html`
      <ul class="list">${items.filter(hasEnded).map(one => html`<${Ended} key=${one.id} one=${one} />`)}</ul>
      ${!items.some(hasEnded) && html`<p class="soft">None yet.</p>`}
      <${More} path=${path} next=${next}>Earlier sessions<//>`}<//>`}
  </details>`;
}

/** @param {{ account: string, own?: boolean }} props */
export function Sessions({ account, own }) {
  const path = `/api/identity/sessions?account=${account}&limit=50`;
  const found = useResource(path);
  useEffect(() => (own ? follow('sessions', ({ snapshot }) => void (snapshot || refresh(path))) : undefined), [path]);
  return html`<${Shown} of=${found} lines=${4}>${(/** @type {Listed} */ { items, next }) => {
    const others = items.filter(one => !isThis(one));
    return html`<ul class="list sessions">${items.map(one => html`<${Open} key=${one.id} one=${one} path=${path} />`)}</ul>
      ${!items.length && html`<p class="soft">Logged in nowhere.</p>`}
      <${More} path=${path} next=${next}>More sessions<//>
      ${others.length > (own ? 0 : 1) && html`<p class="under"><button class="grave" onClick=${() => void (own ? endOthers(path) : end(others, path))}>${own ? 'End all others' : 'End all'}</button></p>`}
      <${Earlier} account=${account} />`;
  }}<//>`;
}
