// Every version of a file, newest first. An old one that is restored becomes the newest; none is lost. One that has ended is
// fetched by nobody.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { withQuery } from '../core/router.js';
import { refresh, useResource } from '../core/resource.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { More } from '../parts/more.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { why } from './acts.js';
import { End } from './marks.js';
import { contentOf, nodeOf, sized, versionsOf } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {import('./nodes.js').FileVersion} Version */

const Mark = later(() => import('./mark.js').then(found => found.Mark), null);
const Expiry = later(() => import('./expiry.js').then(found => found.Expiry), null);

/** @param {string} id @param {number} version */
export async function restoreVersion(id, version) {
  try {
    await post(`${versionsOf(id)}/${version}/restoration`);
    say(`What version ${version} held is the newest now.`);
  } catch (error) {
    say(`It is as it was: ${why(error)}`);
  }
  await Promise.all([refresh(versionsOf(id)), refresh(nodeOf(id))]);
}

/** @param {{ id: string, version: number }} props */
export function RestoreButton({ id, version }) {
  const [busy, setBusy] = useState(false);
  const restore = () => (setBusy(true), void restoreVersion(id, version).finally(() => setBusy(false)));
  return html`<button aria-busy=${busy} disabled=${busy} aria-label=${`Restore version ${version}`} onClick=${restore}>Restore</button>`;
}

/** @param {{ id: string, one: Version, isShown: boolean, mayChange: boolean, ask: (what: 'mark' | 'expiry') => void }} props */
const Row = ({ id, one, isShown, mayChange, ask }) => html`<li aria-current=${isShown ? 'true' : undefined}>
  <div class="what"><strong>Version ${one.version}</strong> ${one.newest && html`<span class="tag good">newest</span>`} ${one.of != null && html`<span class="tag">as version ${one.of}</span>`} ${one.pinned && html`<span class="tag">pinned</span>`} <${End} node=${one} />${one.label && html` <bdi class="label">${one.label}</bdi>`}
    <p><time datetime=${one.stored_at} title=${exactly(one.stored_at)}>${dayAndTime(one.stored_at)}</time>${one.stored_by && html` by <bdi>${one.stored_by}</bdi>`} · <span class="figure">${sized(one.size_bytes)}</span></p></div>
  <div class="row">
    ${isShown ? html`<span class="shown soft small">shown above</span>` : html`<a class="button" href=${withQuery({ version: one.newest ? null : String(one.version) })} aria-label=${`View version ${one.version}`}>View</a>`}
    <a class="button square" href=${contentOf(id, { version: one.version })} download aria-label=${`Download version ${one.version}`}><${Icon} name="save" /></a>
    ${mayChange && html`<button class="square" onClick=${() => ask('expiry')} aria-label=${`When version ${one.version} ends`}><${Icon} name="clock" /></button>
    <button onClick=${() => ask('mark')} aria-label=${`Mark version ${one.version}: name it or pin it`}>Mark</button>`}
    ${mayChange && !one.newest && html`<${RestoreButton} id=${id} version=${one.version} />`}
  </div>
</li>`;

/** @param {{ file: Node, shown: number | null, mayChange: boolean }} props */
export function Versions({ file, shown, mayChange }) {
  const { id } = file;
  const path = versionsOf(id);
  const found = useResource(path);
  const [asked, ask] = useState(/** @type {{ what: 'mark' | 'expiry', one: Version } | null} */ (null));
  const close = () => ask(null);
  return html`<section class="sheet versions"><h2>Versions</h2>
    <${Shown} of=${found} lines=${3}>${(/** @type {{ items: Version[], next?: string | null }} */ { items, next }) => html`
      <ol>${items.map(one => html`<${Row} key=${one.version} id=${id} one=${one} mayChange=${mayChange} isShown=${one.version === shown} ask=${(/** @type {'mark' | 'expiry'} */ what) => ask({ what, one })} />`)}</ol>
      <${More} path=${path} next=${next}>Earlier versions<//>`}<//>
    ${asked?.what === 'mark' && html`<${Mark} id=${id} one=${asked.one} onClose=${close} />`}
    ${asked?.what === 'expiry' && html`<${Expiry} node=${file} version=${asked.one} onClose=${close} />`}
  </section>`;
}
