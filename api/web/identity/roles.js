// What a person may do, in words.

/** @typedef {import('../types/api').components['schemas']['Role']} Role */

/** @type {[Role, string, string][]} */
export const ROLES = [
  ['admin', 'Admin', 'looks after the house: people, settings, everything in the diary'],
  ['member', 'Member', 'lives here: sees the diary and their own alerts'],
  ['viewer', 'Viewer', 'may look, and changes nothing but what is their own'],
];

/** @param {Role} role */
export const roleName = role => ROLES.find(([key]) => key === role)?.[1] ?? role;
/** @param {Role} role */
export const mayDo = role => ROLES.find(([key]) => key === role)?.[2] ?? '';
