// What is known of the house itself.

import { signal } from '../vendor/signals.js';
import { get } from './api.js';

/** @typedef {import('../types/api').components['schemas']['House']} House */

export const house = signal(/** @type {House | null} */ (null));

export async function meetHouse() {
  try {
    house.value = await get('/api/household/house', { quiet: true });
  } catch {
    house.value ??= null;
  }
}
