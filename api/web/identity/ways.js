// One's own ways to log in: what there is besides the password, since when, and used when.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { Icon } from '../parts/icons.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { Apps } from './apps.js';
import { FACTORS } from './factors.js';
import { Passkeys } from './passkeys.js';
import { RecoveryCodes } from './recovery_codes.js';

/** @typedef {import('./factors.js').Factors} Factors */

/** @param {{ all: Factors }} props */
const Mail = ({ all }) => html`<section class="sheet"><h2>Codes by mail</h2>
  <p class="soft">${all.mails_codes
    ? all.items.length ? 'Sent when you ask for one while logging in.' : 'Sent at every login, as long as there is nothing better.'
    : 'This house does not send mail yet: codes lie in a folder on the machine. Set up something else as well.'}</p>
</section>`;

export function Ways() {
  const found = useResource(FACTORS);
  return html`<${Page} title="Ways to log in" lead="What opens the door together with your password."
    doing=${html`<a class="button" href="/me"><${Icon} name="back" />Me</a>`}>
    <${Shown} of=${found} lines=${8}>${(/** @type {Factors} */ all) => html`
      <${Passkeys} all=${all} />
      <${Apps} all=${all} />
      <${RecoveryCodes} codes=${all.recovery_codes} />
      <${Mail} all=${all} />`}<//>
  <//>`;
}
