// The parts of the house that rights speak of, as people call them.

/** @type {Record<string, string>} */
const NAMES = {
  '*': 'Everything',
  identity: 'People',
  alerts: 'Alerts',
  documents: 'Documents',
  household: 'House and settings',
  history: 'Diary',
  programs: 'Other programs behind the proxy',
};

/** @param {string} area */
export const areaName = area => NAMES[area] ?? `${area[0].toUpperCase()}${area.slice(1)}`;
