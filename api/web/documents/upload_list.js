// What is on its way, at the foot of the page: how far, how fast, how long still, and what went wrong.

import { html } from '../vendor/html.js';
import { Icon } from '../parts/icons.js';
import { isLarge } from '../core/tus.js';
import { counted, sized } from './nodes.js';
import { again, cancel, endAll, opening, pause, uploads } from './uploads.js';

/** @typedef {import('./uploads.js').Upload} Upload */

/** @param {number} seconds */
function lasting(seconds) {
  if (seconds < 1) return 'a moment';
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** @param {Upload} one */
function standing({ state, sent, speed, file, error }) {
  if (state === 'failed') return `Not stored: ${error}${/[.!?]$/.test(error ?? '') ? '' : '.'}`;
  if (state === 'paused') return `${sized(sent)} of ${sized(file.size)}, paused`;
  if (state === 'waits') return `${sized(file.size)}, waits`;
  if (state === 'done') return `${sized(file.size)}, stored`;
  if (sent >= file.size) return `${sized(file.size)} sent, is being stored`;
  const rest = speed > 0 ? ` · ${sized(speed)}/s · ${lasting((file.size - sent) / speed)} left` : '';
  return `${sized(sent)} of ${sized(file.size)}${rest}`;
}

/** @param {{ one: Upload }} props */
const Line = ({ one }) => html`<li class=${one.state}>
  <div class="what"><strong title=${one.file.name}><bdi>${one.file.name}</bdi></strong>
    ${one.state !== 'failed' && html`<progress max=${one.file.size || 1} value=${one.state === 'done' ? one.file.size || 1 : one.sent} aria-label=${`${one.file.name} sent`}></progress>`}
    <p class="figure" role=${one.state === 'failed' ? 'alert' : undefined}>${standing(one)}</p></div>
  ${['goes', 'waits'].includes(one.state) && isLarge(one.file) && html`<button onClick=${() => pause(one)} aria-label=${`Pause ${one.file.name}`}>Pause</button>`}
  ${one.state === 'paused' && html`<button onClick=${() => again(one.id)} aria-label=${`Go on with ${one.file.name}`}>Go on</button>`}
  ${one.state === 'failed' && one.again && html`<button onClick=${() => again(one.id)}>Try again</button>`}
  ${one.state !== 'done' && html`<button class="square plain" aria-label=${`${one.state === 'failed' ? 'Forget' : 'Cancel'} ${one.file.name}`} onClick=${() => cancel(one)}><${Icon} name="close" /></button>`}
</li>`;

/** @param {Upload[]} all @param {boolean} isOpening */
function titleOf(all, isOpening) {
  const [done, failed] = [all.filter(one => one.state === 'done').length, all.filter(one => one.state === 'failed').length];
  if (!isOpening && done + failed === all.length) return `${counted(failed, 'file')} could not be stored`;
  if (done + failed === all.length && !done) return 'Opening a folder';
  return `Uploading ${all.length - failed === 1 && !done ? 'one file' : `${counted(all.length - failed, 'file')}${done ? `, ${done} done` : ''}`}`;
}

export function UploadList() {
  const [all, isOpening] = [uploads.value, opening.value.length > 0];
  if (!all.length && !isOpening) return null;
  const isOpen = isOpening || all.some(one => one.state !== 'done' && one.state !== 'failed');
  return html`<section class="sheet uploads" aria-label="Uploads">
    <div class="row between"><h2><span role="status">${titleOf(all, isOpening)}</span></h2><button class="plain" onClick=${endAll}>${isOpen ? 'Cancel all' : 'Close'}</button></div>
    ${all.length > 0 && html`<ul class="list">${all.map(one => html`<${Line} key=${one.id} one=${one} />`)}</ul>`}
  </section>`;
}
