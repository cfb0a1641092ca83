// How much a folder or a whole space holds, and may hold at most.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { put } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { FOLDERS, sized } from './nodes.js';

/** @typedef {import('./nodes.js').Schemas['FolderRoom']} Room */

const GB = 1e9;

/** @param {string} id */
export const roomOf = id => `${FOLDERS}/${id}/quota`;

/** What stands in the field, in bytes. @param {string} text */
const asked = text => (text.trim() ? Math.round(Number(text) * GB) : null);

/** @param {Room} room */
export const held = ({ held_bytes, most_bytes }) => (most_bytes == null ? sized(held_bytes) : `${sized(held_bytes)} of at most ${sized(most_bytes)}`);

/** Sets another quota, where it is another one. @param {string} path @param {Room} room @param {string} text */
export async function keepRoom(path, room, text) {
  const most_bytes = asked(text);
  if (most_bytes === (room.most_bytes ?? null)) return;
  await put(path, { most_bytes });
  await refresh(path);
}

/** @param {{ room: Room }} props */
export const RoomField = ({ room }) => html`<${Field} label="Most in all, in GB" name="room" type="number" min="0" max="1000000" step="any" inputmode="decimal" defaultValue=${room.most_bytes == null ? '' : room.most_bytes / GB} placeholder="any"
  hint=${`It holds ${sized(room.held_bytes)} now, with all versions and what of it lies in the trash. There is room for ${sized(room.left_bytes)} more.`} />`;

/** @param {{ room: Room, path: string, name: string, onClose: () => void }} props */
function Change({ room, path, name, onClose }) {
  const form = useForm(async values => {
    await keepRoom(path, room, values.room);
    say('This holds from now on.');
    onClose();
  });
  return html`<${Dialog} title=${`Room for the files of ${name}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${RoomField} room=${room} />
      <p class="soft small">Nothing that lies there is deleted.</p>
      <${FormTrouble} form=${form} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}

/** The room of somebody's own space, for whoever looks after the house. @param {{ account: string, name: string }} props */
export function RoomOfPerson({ account, name }) {
  const path = `/api/documents/people/${account}/quota`;
  const found = useResource(path);
  const [changes, setChanges] = useState(false);
  return html`<section class="sheet"><h2>Files</h2>
    <${Shown} of=${found} lines=${1}>${(/** @type {Room} */ room) => html`
      <p>The own space of ${name} holds <span class="figure">${held(room)}</span>. <span class="soft">Nobody else sees what lies in it.</span></p>
      <div class="row under"><button onClick=${() => setChanges(true)}>Change how much it may hold</button></div>
      ${changes && html`<${Change} room=${room} path=${path} name=${name} onClose=${() => setChanges(false)} />`}`}<//>
  </section>`;
}
