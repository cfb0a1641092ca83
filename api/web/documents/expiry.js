// When a file ends, or a version of it: from then on nobody fetches it, and nothing of it is deleted.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { put } from '../core/api.js';
import { fromClock, onClock } from '../core/clock.js';
import { dayAndTime } from '../core/days.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { named, nodeOf, refreshFolders, versionsOf } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {import('./nodes.js').FileVersion} Version */

const DAY_MS = 86_400_000;
/** @type {[string, string][]} */
const LASTS = [['7', 'in a week'], ['30', 'in 30 days'], ['365', 'in a year'], ['at', 'at a time of its own'], ['', 'never']];

/** @param {{ lasts: string, until: string }} values */
function chosen({ lasts, until }) {
  if (lasts === 'at') return until ? new Date(fromClock(until)).toISOString() : null;
  return lasts ? new Date(Date.now() + Number(lasts) * DAY_MS).toISOString() : null;
}

/** The end of a version where one is given. @param {{ node: Node, version?: Version, onClose: () => void }} props */
export function Expiry({ node, version, onClose }) {
  const ends = (version ?? node).expires_at;
  const what = version ? `version ${version.version} of ${named(node.name)}` : named(node.name);
  const [lasts, setLasts] = useState(ends ? 'at' : '30');
  const form = useForm(async values => {
    const until = chosen(/** @type {any} */ (values));
    await put(version ? `${versionsOf(node.id)}/${version.version}/expiry` : `/api/documents/files/${node.id}/expiry`, { until });
    await Promise.all([refresh(nodeOf(node.id)), refresh(versionsOf(node.id)), refreshFolders([node.parent])]);
    say(until ? `It ends ${dayAndTime(until)}.` : 'It does not end.');
    onClose();
  });
  const first = onClock(ends ?? Date.now() + 30 * DAY_MS).slice(0, 16);
  return html`<${Dialog} title=${`When ${what} ends`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <p class="soft">From then on nobody can open or fetch it, by links neither. Nothing is deleted: give it another end, or none, and it is back. You are told three days before.</p>
      <${Field} form=${form} label="It ends" name="lasts" as="select" autofocus onChange=${(/** @type {any} */ { target }) => setLasts(target.value)}>
        ${LASTS.map(([value, words]) => html`<option value=${value} selected=${value === lasts}>${words}</option>`)}<//>
      ${lasts === 'at' && html`<${Field} form=${form} label="When" name="until" type="datetime-local" required defaultValue=${first} hint="By the clock of the house, to the minute." />`}
      <${FormTrouble} form=${form} names=${['until']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}
