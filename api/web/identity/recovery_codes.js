// Recovery codes: made on demand, shown once, to be kept on paper.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { dayAndTime } from '../core/days.js';
import { refresh } from '../core/resource.js';
import { Copied } from '../parts/copied.js';
import { confirmed, Dialog } from '../parts/dialog.js';
import { Trouble } from '../parts/states.js';
import { codesLeft, FACTORS } from './factors.js';

/** @param {{ codes: string[], onClose: () => void }} props */
const Sheet = ({ codes, onClose }) => html`<${Dialog} title="Your recovery codes" onClose=${onClose}>
  <p class="soft">Each opens the door once, together with your password, when nothing else is at hand. They are shown only now: print them, or copy them to where you keep such things.</p>
  <div class="printed"><${Copied} text=${codes.join('\n')} what="The codes" /></div>
  <div class="answers"><button onClick=${() => print()}>Print</button><button class="main" onClick=${onClose}>I have kept them</button></div>
<//>`;

/** @param {{ codes: import('./factors.js').Factors['recovery_codes'] }} props */
export function RecoveryCodes({ codes }) {
  const [state, set] = useState(/** @type {{ made?: string[], error?: any }} */ ({}));
  const make = async () => {
    const text = 'The codes you have kept until now are void from then on.';
    if (codes && !(await confirmed({ title: 'Make new codes?', text, go: 'Make new ones', grave: false }))) return;
    await ask('POST', '/api/identity/recovery-codes').then(({ data }) => set({ made: data.codes }), error => set({ error }));
    await refresh(FACTORS);
  };
  return html`<section class="sheet"><h2>Recovery codes</h2>
    <div class="row between">
      <p class=${codes && codes.left < 3 ? 'low' : 'soft'}>${codesLeft(codes)}${codes ? `, made ${dayAndTime(codes.made_at)}.` : '. They open the door when phone and mail are out of reach.'}</p>
      <button onClick=${() => void make()}>${codes ? 'Make new ones' : 'Make ten codes'}</button>
    </div>
    <${Trouble} error=${state.error} />
    ${state.made && html`<${Sheet} codes=${state.made} onClose=${() => set({})} />`}
  </section>`;
}
