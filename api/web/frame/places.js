// Every page there is: where it is, what it is called, who sees it, and the module that draws it.
// A page is loaded when it is first opened; where somebody begins, its modules come with the frame (`api/pages/shell.rs`).

/** @typedef {import('../parts/icons.js').IconName} IconName */
/** @typedef {{ path: RegExp, load: () => Promise<any> | any, open?: boolean, admin?: boolean }} Place */

/** @type {Place[]} */
export const PLACES = [
  { path: /^\/$/, load: () => import('../front/today.js').then(found => found.Today) },
  { path: /^\/diary$/, load: () => import('../history/diary.js').then(found => found.Diary) },
  { path: /^\/diary\/(?<position>\d+)$/, load: () => import('../history/entry.js').then(found => found.EntryPage) },
  { path: /^\/alerts(?:\/(?<part>subscriptions|watch))?$/, load: () => import('../alerts/alerts.js').then(found => found.Alerts) },
  { path: /^\/people(?:\/(?<id>[0-9a-f-]{36}))?$/, load: () => import('../identity/people.js').then(found => found.People), admin: true },
  { path: /^\/keys$/, load: () => import('../identity/keys.js').then(found => found.AllKeys), admin: true },
  { path: /^\/erasures(?:\/(?<id>[0-9a-f-]{36}))?$/, load: () => import('../identity/erasures.js').then(found => found.Erasures), admin: true },
  { path: /^\/me$/, load: () => import('../identity/me.js').then(found => found.Me) },
  { path: /^\/me\/ways$/, load: () => import('../identity/ways.js').then(found => found.Ways) },
  { path: /^\/settings(?:\/(?<part>[a-z-]+))?$/, load: () => import('../household/settings.js').then(found => found.Settings) },
  { path: /^\/welcome$/, load: () => import('../identity/welcome.js').then(found => found.Welcome), open: true },
  { path: /^\/login$/, load: () => import('../identity/login.js').then(found => found.Login), open: true },
  { path: /^\/invitation$/, load: () => import('../identity/invitation.js').then(found => found.Invitation), open: true },
  { path: /^\/confirm$/, load: () => import('../identity/confirm.js').then(found => found.Confirm), open: true },
  { path: /^\/reset$/, load: () => import('../identity/reset.js').then(found => found.Reset), open: true },
  { path: /^\/not-me$/, load: () => import('../identity/not_me.js').then(found => found.NotMe), open: true },
];

/** What stands in the rail. @type {{ href: string, name: string, icon: IconName, keys: string, admin?: boolean, area?: string }[]} */
export const RAIL = [
  { href: '/', name: 'Today', icon: 'today', keys: 'g t' },
  { href: '/diary', name: 'Diary', icon: 'diary', keys: 'g d', area: 'history' },
  { href: '/alerts', name: 'Alerts', icon: 'alerts', keys: 'g a' },
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
