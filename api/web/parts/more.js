// The way to the rest of a list.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { more } from '../core/resource.js';
import { Trouble } from './states.js';

/** @param {{ path: string, next?: string | null, children?: any }} props */
export function More({ path, next, children = 'Show more' }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  if (!next) return null;
  const show = () => {
    setBusy(true);
    more(path).then(() => setError(null), setError).finally(() => setBusy(false));
  };
  return html`<div class="older"><${Trouble} error=${error} /><button aria-busy=${busy} disabled=${busy} onClick=${show}>${children}</button></div>`;
}
