// Every page there is: where it is, what it is called, who sees it, and the module that draws it.
// A page is loaded when it is first opened; where somebody begins, its modules come with the frame (`api/pages/shell.rs`).

import { html } from '../vendor/html.js';
import { later } from '../parts/later.js';
import { Bones } from '../parts/states.js';

/** @typedef {import('../parts/icons.js').IconName} IconName */
/** @typedef {{ path: RegExp, Part: any, open?: boolean, admin?: boolean }} Place */

/** @param {() => Promise<any>} load */
const page = load => later(load, html`<div class="page"><${Bones} /></div>`);

/** @type {Place[]} */
export const PLACES = [
  { path: /^\/$/, Part: page(() => import('../front/today.js').then(found => found.Today)) },
  { path: /^\/diary$/, Part: page(() => import('../history/diary.js').then(found => found.Diary)) },
  { path: /^\/diary\/(?<position>\d+)$/, Part: page(() => import('../history/entry.js').then(found => found.EntryPage)) },
  { path: /^\/alerts(?:\/(?<part>subscriptions|watch))?$/, Part: page(() => import('../alerts/alerts.js').then(found => found.Alerts)) },
  { path: /^\/documents(?:\/(?<part>shared|starred|search|links|trash)|\/folders\/(?<id>[0-9a-f-]{36}))?$/, Part: page(() => import('../documents/documents.js').then(found => found.Documents)) },
  { path: /^\/documents\/files\/(?<id>[0-9a-f-]{36})$/, Part: page(() => import('../documents/file.js').then(found => found.FilePage)) },
  { path: /^\/people$/, Part: page(() => import('../identity/people.js').then(found => found.People)), admin: true },
  { path: /^\/people\/(?<id>[0-9a-f-]{36})$/, Part: page(() => import('../identity/person.js').then(found => found.Person)), admin: true },
  { path: /^\/keys$/, Part: page(() => import('../identity/keys.js').then(found => found.AllKeys)), admin: true },
  { path: /^\/erasures(?:\/(?<id>[0-9a-f-]{36}))?$/, Part: page(() => import('../identity/erasures.js').then(found => found.Erasures)), admin: true },
  { path: /^\/me$/, Part: page(() => import('../identity/me.js').then(found => found.Me)) },
  { path: /^\/me\/ways$/, Part: page(() => import('../identity/ways.js').then(found => found.Ways)) },
  { path: /^\/settings(?:\/(?<part>[a-z-]+))?$/, Part: page(() => import('../household/settings.js').then(found => found.Settings)) },
  { path: /^\/welcome$/, Part: page(() => import('../identity/welcome.js').then(found => found.Welcome)), open: true },
  { path: /^\/login$/, Part: page(() => import('../identity/login.js').then(found => found.Login)), open: true },
  { path: /^\/invitation$/, Part: page(() => import('../identity/invitation.js').then(found => found.Invitation)), open: true },
  { path: /^\/confirm$/, Part: page(() => import('../identity/confirm.js').then(found => found.Confirm)), open: true },
  { path: /^\/reset$/, Part: page(() => import('../identity/reset.js').then(found => found.Reset)), open: true },
  { path: /^\/not-me$/, Part: page(() => import('../identity/not_me.js').then(found => found.NotMe)), open: true },
];

/** What stands in the place of every page until it is done. */
export const NEEDS = page(() => import('../identity/needs.js').then(found => found.Needs));

/** What stands in the rail. @type {{ href: string, name: string, icon: IconName, keys: string, admin?: boolean, area?: string }[]} */
export const RAIL = [
  { href: '/', name: 'Today', icon: 'today', keys: 'g t' },
  { href: '/diary', name: 'Diary', icon: 'diary', keys: 'g d', area: 'history' },
  { href: '/alerts', name: 'Alerts', icon: 'alerts', keys: 'g a' },
  { href: '/documents', name: 'Documents', icon: 'documents', keys: 'g o', area: 'documents' },
  { href: '/people', name: 'People', icon: 'people', keys: 'g p', admin: true },
  { href: '/settings', name: 'Settings', icon: 'settings', keys: 'g s' },
];

/** @param {string} path */
export function placeAt(path) {
  for (const place of PLACES) {
    const found = place.path.exec(path);
    if (found) return { place, at: found.groups ?? {} };
  }
  return null;
}
