// One's own authenticator apps: what there is, and one more.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { Icon } from '../parts/icons.js';
import { AddApp } from './add_app.js';
import { OfKind } from './of_kind.js';

/** @typedef {import('./factors.js').Factors} Factors */

/** @param {{ all: Factors }} props */
export function Apps({ all }) {
  const [adds, setAdds] = useState(false);
  return html`<section class="sheet"><h2>Authenticator apps</h2>
    <${OfKind} kind="app" all=${all} none="None yet. An app on your phone shows another six digits every half minute, also without a network." />
    <p class="under"><button onClick=${() => setAdds(true)}><${Icon} name="plus" />Add an app</button></p>
    ${adds && html`<${AddApp} onClose=${() => setAdds(false)} />`}
  </section>`;
}
