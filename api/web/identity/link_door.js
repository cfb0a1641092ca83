// A page behind a mailed link: the secret stands behind the `#`, the house is asked what it is still
// good for, and whoever comes too late is told why and what to do.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { house } from '../core/house.js';
import { fragment } from '../core/router.js';
import { Bones, Trouble } from '../parts/states.js';
import { Mark } from './mark.js';

/** A page at the door, for somebody who is not in. @param {{ title: string, children?: any }} props */
export function Door({ title, children }) {
  useEffect(() => void (document.title = `${title} · ${house.peek()?.name ?? 'Daybook'}`), [title]);
  return html`<div class="welcome"><${Mark} />${children}</div>`;
}

/**
 * What a link offers, once the house has looked at it.
 * @param {{ check: string, void: string, otherwise?: any, children: (offered: any, token: string) => any }} props
 */
export function Offered({ check, void: title, otherwise, children }) {
  const token = fragment.value;
  const [state, set] = useState(/** @type {{ offered?: any, error?: any }} */ ({}));
  useEffect(() => {
    let here = true;
    set({});
    ask('POST', check, { body: { token }, quiet: true }).then(({ data }) => here && set({ offered: data }), error => here && set({ error }));
    return () => void (here = false);
  }, [check, token]);
  if (state.offered !== undefined) return children(state.offered, token);
  if (!state.error) return html`<${Bones} lines=${4} />`;
  return html`<h1 tabindex="-1">${title}</h1><${Trouble} error=${state.error} />${otherwise}`;
}
