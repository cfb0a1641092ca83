// When a day begins at the house. Days are not always 24 hours long, and midnight is not always the
// same hour of the world, so the zone itself is asked.

import { dayOf } from '../core/days.js';

/** The first instant of a day in the house's time zone, as the interface takes it. @param {string} day */
export function midnight(day) {
  let low = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000;
  let high = low + 30 * 3_600_000;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle <= low) break;
    if (dayOf(middle) < day) low = middle;
    else high = middle;
  }
  return new Date(high).toISOString().replace('.000', '');
}
