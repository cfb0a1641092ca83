// The parts of the house, as they are called in sentences.

/** @type {[string, string][]} */
export const CONTEXTS = [
  ['identity', 'People and logins'],
  ['documents', 'Documents'],
  ['household', 'Settings'],
  ['alerts', 'Alerts'],
];

/** @param {string} context */
export const contextName = context => CONTEXTS.find(([key]) => key === context)?.[1] ?? context;
