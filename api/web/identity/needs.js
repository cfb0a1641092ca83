// What the house requires and somebody has not: they set it up before they see anything else.

import { html } from '../vendor/html.js';
import { useEffect } from '../vendor/hooks.js';
import { house } from '../core/house.js';
import { useResource } from '../core/resource.js';
import { recognise, session } from '../core/session.js';
import { Icon } from '../parts/icons.js';
import { Shown } from '../parts/states.js';
import { Apps } from './apps.js';
import { FACTORS } from './factors.js';
import { logOut } from './log_out.js';
import { Mark } from './mark.js';
import { Passkeys } from './passkeys.js';

const WORDS = { any: 'a second factor', strong: 'an authenticator app or a passkey', app: 'an authenticator app', passkey: 'a passkey' };

export function Needs() {
  const needs = session.value?.needs ?? 'any';
  const found = useResource(FACTORS);
  const count = found.data?.items.length ?? 0;
  useEffect(() => void (document.title = `One more thing · ${house.peek()?.name ?? 'Daybook'}`), []);
  useEffect(() => void (count && recognise()), [count]);
  return html`<div class="welcome">
    <${Mark} />
    <h1 tabindex="-1">One more thing</h1>
    <p>To come in here, you need ${WORDS[needs]} besides your password. Set it up now; it takes a minute.</p>
    <${Shown} of=${found} lines=${6}>${(/** @type {import('./factors.js').Factors} */ all) => html`
      ${needs !== 'app' && html`<${Passkeys} all=${all} />`}
      ${needs !== 'passkey' && html`<${Apps} all=${all} />`}`}<//>
    <p class="later"><button onClick=${() => void logOut()}><${Icon} name="leave" />Log out</button></p>
  </div>`;
}
