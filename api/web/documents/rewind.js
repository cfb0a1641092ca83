// A folder, or everything, as it was: a moment is chosen, what would change is shown, and only then is it done. It can be undone.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { fromClock, onClock } from '../core/clock.js';
import { dayAndTime } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Shown, Trouble } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { why } from './acts.js';
import { FOLDERS, refreshFolders, trashOf } from './nodes.js';
import { Sign } from './sign.js';

/** @typedef {import('./nodes.js').Schemas['RewindPreview']} Preview */
/** @typedef {import('./nodes.js').Schemas['RewindChange']} Change */
/** @typedef {{ id: string, space: string, title: string, onClose: () => void }} Props */

const HOUR_MS = 3_600_000;
/** @type {[string, number][]} */
const AGO = [['An hour ago', HOUR_MS], ['A day ago', 24 * HOUR_MS], ['A week ago', 7 * 24 * HOUR_MS], ['A month ago', 30 * 24 * HOUR_MS]];

/** @type {Record<Change['step'], string>} */
const STEPS = { returns: 'leaves the trash', moves: 'goes back to its place', content: 'has its earlier content', leaves: 'was not there: goes to the trash', lost: 'was deleted for good: cannot come back' };

/** @param {string} id */
const rewindOf = id => `${FOLDERS}/${id}/rewind`;
/** @param {string} id @param {number} at */
const asked = (id, at) => `${rewindOf(id)}?at=${encodeURIComponent(new Date(at).toISOString())}`;

/** @param {Preview} preview */
const isSame = ({ placed, content, leave }) => placed + content + leave === 0;

/** @param {Preview} preview */
function summed({ placed, content, leave, lost }) {
  const parts = [placed && `${placed} put back`, content && `${content} with earlier content`, leave && `${leave} to the trash`, lost && `${lost} cannot come back`];
  return parts.filter(Boolean).join(', ');
}

/** @param {{ change: Change }} props */
const Row = ({ change: { kind, path, now, step, version } }) => html`<li class=${step}>
  <${Sign} name=${kind === 'folder' ? 'folder' : 'file'} />
  <div class="what"><strong><bdi>${path.join(' › ')}</bdi></strong>
    <p>${STEPS[step]}${version != null && `, that of version ${version}`}${now && html`, from <bdi>${now.join(' › ')}</bdi>`}</p></div>
</li>`;

/** @param {{ preview: Preview }} props */
const Changes = ({ preview }) => html`
  <p role="status">${isSame(preview) ? (preview.lost ? 'Nothing that is left would change.' : 'It is as it was then: nothing would change.') : html`<strong>${summed(preview)}</strong>`}</p>
  ${preview.changes.length > 0 && html`<ul class="list changes" tabindex="0" aria-label="What would change">${preview.changes.map(change => html`<${Row} key=${change.id + change.step} change=${change} />`)}</ul>`}
  ${preview.changes.length < preview.placed + preview.content + preview.leave + preview.lost && html`<p class="soft small">The first ${preview.changes.length} of them.</p>`}`;

/** @param {string} id @param {string} space */
const refreshAll = (id, space) => Promise.all([refreshFolders([id]), refresh(trashOf(space))]);

/** @param {Props} props @param {number} at */
async function rewind({ id, space, title }, at) {
  const { position } = await post(rewindOf(id), { at: new Date(at).toISOString() });
  const undo = async () => {
    try {
      await post(rewindOf(id), { before: position });
    } catch (error) {
      say(`It stays as it is: ${why(error)}`);
    }
    await refreshAll(id, space);
  };
  say(`${title}: as it was ${dayAndTime(at)}.`, () => void undo());
  await refreshAll(id, space);
}

/** @param {Props} props */
export function Rewind(props) {
  const [at, setAt] = useState(() => Date.now() - HOUR_MS);
  const [state, set] = useState({ busy: false, error: /** @type {any} */ (null) });
  const found = useResource(asked(props.id, at));
  const preview = /** @type {Preview | undefined} */ (found.data);
  const go = async () => {
    set({ busy: true, error: null });
    try {
      await rewind(props, at);
      props.onClose();
    } catch (error) {
      set({ busy: false, error });
    }
  };
  const typed = (/** @type {any} */ { target }) => target.value && setAt(fromClock(target.value));
  return html`<${Dialog} title=${`${props.title}, as it was`} onClose=${props.onClose}>
    <div class="rewinding">
      <div class="row presets" role="group" aria-label="How long ago">${AGO.map(([says, ms]) => html`<button type="button" onClick=${() => setAt(Date.now() - ms)}>${says}</button>`)}</div>
      <div class="field"><label for="moment">The moment</label><input id="moment" type="datetime-local" step="1" value=${onClock(at)} max=${onClock(Date.now())} onChange=${typed} /></div>
      <${Shown} of=${found} lines=${3}>${(/** @type {Preview} */ preview) => html`<${Changes} preview=${preview} />`}<//>
      <${Trouble} error=${state.error} />
      <p class="soft small">Nothing is lost: what came since goes to the trash, and earlier content becomes a version of its own.</p>
      <div class="answers"><button type="button" onClick=${props.onClose}>Cancel</button>
        <button class="main" aria-busy=${state.busy} disabled=${state.busy || !preview || isSame(preview)} onClick=${() => void go()}>Make it so</button></div>
    </div>
  <//>`;
}
