// What may be stored in a folder, and at which place of the house: its own rules, or those of a folder above. Whoever may not set
// them reads them.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { put } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { isAdmin } from '../core/session.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { FOLDERS, called, sized } from './nodes.js';
import { RoomField, held, keepRoom, roomOf } from './room.js';

/** @typedef {import('./nodes.js').Schemas['FolderRules']} Rules */
/** @typedef {import('./nodes.js').Schemas['DocumentsRules']} Shown */
/** @typedef {import('./nodes.js').Schemas['FileKind']} Kind */
/** @typedef {import('./nodes.js').Schemas['FilePlace']} Place */
/** @typedef {import('./room.js').Room} Room */
/** @typedef {{ id: string, of: 'own' | 'shared', isRoot: boolean, onClose: () => void }} Props */

/** @type {[Kind, string][]} */
const KINDS = [['picture', 'Pictures'], ['video', 'Videos'], ['audio', 'Audio'], ['document', 'Documents'], ['text', 'Text'], ['archive', 'Archives'], ['program', 'Programs'], ['other', 'All else']];
const MB = 1e6;
const PLACES = '/api/documents/places';
/** @type {Rules} */
const EVERYTHING = { extensions: [], kinds: [] };

/** @param {string} id */
const rulesOf = id => `${FOLDERS}/${id}/rules`;

/** @param {Rules} rules */
function inWords({ extensions = [], kinds = [], most_bytes, most_files, place }) {
  const parts = [
    kinds.length > 0 && KINDS.filter(([kind]) => kinds.includes(kind)).map(([, name]) => name.toLowerCase()).join(', '),
    extensions.length > 0 && `names that end in ${extensions.map(end => `.${end}`).join(', ')}`,
    most_bytes && `files of at most ${sized(most_bytes)}`,
    most_files && `at most ${most_files} files in a folder`,
  ].filter(Boolean);
  return `${parts.length ? `Only ${parts.join('; ')}.` : 'Everything.'}${place ? ` It is kept at ${place}.` : ''}`;
}

/** @param {Shown['inherited']} inherited */
const above = inherited => inherited ? `As in ${inherited.name ? called(inherited.name) : 'all of this space'}` : 'Everything';

/** A number of a field; nothing where nothing stands in it. @param {string} text */
const number = text => (text.trim() ? Number(text) : null);

/** What stands in the form. @param {Record<string, string>} values @param {HTMLFormElement} form @returns {Rules} */
function asked(values, form) {
  const size = number(values.size);
  return {
    extensions: values.extensions.split(/[\s,;]+/).filter(Boolean),
    kinds: /** @type {Kind[]} */ (new FormData(form).getAll('kind')),
    most_bytes: size === null ? null : Math.round(size * MB),
    most_files: number(values.files),
    place: values.place || null,
  };
}

/** What a place says of itself. @param {Place} place */
const told = ({ name, is_there, left_bytes }) => {
  if (!is_there) return `${name}, which is not there now`;
  return left_bytes === null ? name : `${name}, with room for ${sized(left_bytes)}`;
};

/** Where the house has further places, one of them. @param {{ places: Place[], chosen: string | null | undefined }} props */
function PlaceField({ places, chosen }) {
  const lost = chosen && !places.some(place => place.name === chosen);
  if (!places.length && !lost) return null;
  const usual = places.find(place => place.is_usual);
  return html`<${Field} as="select" label="What comes is kept" name="place" hint="What lies here already stays where it is.">
    <option value="" selected=${!chosen}>${usual ? `as everything here, at ${told(usual)}` : 'with the house itself'}</option>
    ${places.map(place => html`<option value=${place.name} selected=${place.name === chosen}>at ${told(place)}</option>`)}
    ${lost && html`<option value=${chosen} selected>at ${chosen}, which the house no longer has</option>`}
  <//>`;
}

/** @param {{ rules: Rules, places: Place[] }} props */
const OwnRules = ({ rules, places }) => html`
  <fieldset class="kinds"><legend>Only these kinds</legend>
    ${KINDS.map(([kind, name]) => html`<label class="check"><input type="checkbox" name="kind" value=${kind} defaultChecked=${rules.kinds?.includes(kind)} />${name}</label>`)}
    <span class="soft small">With none ticked, any.</span>
  </fieldset>
  <${Field} label="Only names that end in" name="extensions" defaultValue=${(rules.extensions ?? []).join(', ')} placeholder="any" autocapitalize="off" autocomplete="off" spellcheck=${false} hint="Such as jpg, png." />
  <div class="pair"><${Field} label="Largest file in MB" name="size" type="number" min="0.000001" max="1000000" step="any" inputmode="decimal" defaultValue=${rules.most_bytes ? rules.most_bytes / MB : ''} placeholder="any" />
  <${Field} label="Most files in a folder" name="files" type="number" min="1" max="1000000" step="1" inputmode="numeric" defaultValue=${rules.most_files ?? ''} placeholder="any" /></div>
  <${PlaceField} places=${places} chosen=${rules.place} />`;

/** @param {{ shown: Shown, room: Room, places: Place[] } & Props} props */
function Form({ shown, room, places, id, isRoot, onClose }) {
  const [isOwn, setOwn] = useState(!!shown.own);
  const form = useForm(async (values, element) => {
    await put(rulesOf(id), { own: isOwn ? asked(values, element) : null });
    await refresh(rulesOf(id));
    if (values.room !== undefined) await keepRoom(roomOf(id), room, values.room);
    say('This holds for what comes from now on.');
    onClose();
  });
  return html`<form onSubmit=${form.submit}>
    <${Field} as="select" label=${isRoot ? 'This space takes' : 'This folder takes'} name="whose" value=${isOwn ? 'own' : 'above'} onChange=${(/** @type {any} */ { target }) => setOwn(target.value === 'own')}>
      <option value="above">${above(shown.inherited)}</option><option value="own">What is said here</option><//>
    ${isOwn ? html`<${OwnRules} rules=${shown.own ?? shown.inherited?.rules ?? EVERYTHING} places=${places} />` : shown.inherited && html`<p>${inWords(shown.inherited.rules)}</p>`}
    ${isRoot && !isAdmin.value ? html`<p>This space holds <span class="figure">${held(room)}</span>. <span class="soft">Admins say how much it may hold.</span></p>` : html`<${RoomField} room=${room} />`}
    <p class="soft small">${isOwn ? 'Folders within take the same, unless they have rules of their own. Content must be what the name says. ' : ''}A program that pretends to be something else is never stored. What lies here already stays.</p>
    <${FormTrouble} form=${form} />
    <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
  </form>`;
}

/** @param {{ shown: Shown, room: Room } & Props} props */
const Words = ({ shown, room, onClose }) => html`
  <p>${inWords(shown.holding)} It holds <span class="figure">${held(room)}</span>.</p>
  <p class="soft small">Admins set what the shared folders take. A program that pretends to be something else is never stored.</p>
  <div class="answers"><button type="button" onClick=${onClose}>Close</button></div>`;

/** @param {Props} props */
export function RulesDialog(props) {
  const [found, room, places] = [useResource(rulesOf(props.id)), useResource(roomOf(props.id)), useResource(PLACES)];
  const maySet = props.of === 'own' || isAdmin.value;
  return html`<${Dialog} title="What may be stored here" onClose=${props.onClose}>
    <${Shown} of=${found} lines=${4}>${(/** @type {Shown} */ shown) => html`<${Shown} of=${room} lines=${1}>${(/** @type {Room} */ held) => html`<${Shown} of=${places} lines=${1}>${(/** @type {Place[]} */ known) => html`<${maySet ? Form : Words} shown=${shown} room=${held} places=${known} ...${props} />`}<//>`}<//>`}<//>
  <//>`;
}
