// The end of this session, here and in the house.

import { del } from '../core/api.js';
import { forgetAll } from '../core/resource.js';
import { navigate } from '../core/router.js';
import { leave } from '../core/session.js';
import { say } from '../parts/toast.js';

export async function logOut() {
  try {
    await del('/api/identity/session', { quiet: true });
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    if (code !== 'not_logged_in') return say(`You are still logged in: ${message}`);
  }
  forgetAll();
  leave();
  navigate('/login');
}
