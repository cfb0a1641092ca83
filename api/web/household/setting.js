// One setting: how it is, how it shall be, and how it came to be so. What was saved can be undone,
// and whatever it once was can be put back.

import { html } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { patch } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { house, meetHouse } from '../core/house.js';
import { follow } from '../core/live.js';
import { foresee, refresh, useResource } from '../core/resource.js';
import { Field, FormTrouble, SaveOrNot, useForm } from '../parts/form.js';
import { More } from '../parts/more.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';

export const SETTINGS = '/api/household/settings';

/** @typedef {import('../types/api').components['schemas']['SettingChanged']} Change */

/**
 * How a setting is written down and read: as the text of its field, as its history tells it, and as the house wants it.
 * `path` is where it is kept, unless among the settings.
 * @typedef {{ key: string, label: string, path?: string, hint?: any, toText?: (value: any) => string, toValue?: (text: string) => any, told?: (text: string) => string, options?: [string, string][], [more: string]: any }} Kind
 */

/** The settings, as they are and as they change. */
export function useSettings() {
  useEffect(() => follow('settings', ({ data }) => {
    foresee(SETTINGS, () => data);
    if (house.peek()) house.value = { .../** @type {any} */ (house.peek()), name: data.name, time_zone: data.time_zone };
  }), []);
  return useResource(SETTINGS);
}

/** @param {string} key */
const historyOf = key => `${SETTINGS}/history?key=${key}&limit=10`;

/** @param {Kind} kind @param {any} value */
const text = ({ toText = String }, value) => (value == null ? '' : toText(value));
/** @param {Kind} kind @param {string | null | undefined} value */
const inWords = ({ told = value => value }, value) => (value ? told(value) : 'nothing');

/** @param {Kind} kind @param {string} typed @param {string} before */
export async function change(kind, typed, before) {
  const { key, label, path = SETTINGS, toValue = text => text.trim() } = kind;
  await patch(path, { [key]: toValue(typed) });
  const undo = () => change(kind, before, typed).catch(error => say(`It stays as it is: ${error.message}`));
  say(`${label}: ${inWords(kind, typed)}.`, before || kind.mayBeEmpty ? undo : undefined);
  await Promise.all([refresh(path), refresh(historyOf(key)), meetHouse()]);
}

/** @param {{ kind: Kind, now: string }} props */
function History({ kind, now }) {
  const path = historyOf(kind.key);
  const found = useResource(path);
  const putBack = (/** @type {string} */ value) => change(kind, value, now).catch(error => say(`It stays as it is: ${error.message}`));
  return html`<${Shown} of=${found} lines=${2}>${(/** @type {{ items: Change[], next?: string | null }} */ { items, next }) => html`
    ${!items.length && html`<p class="soft small">Never changed.</p>`}
    <ul class="list changes">${items.map(one => html`<li key=${one.position}>
        <div class="what">
          <span>${one.previous != null && html`<s>${inWords(kind, one.previous)}</s> `}${inWords(kind, one.value)}</span>
          <p><a href=${`/diary/${one.position}`}><time datetime=${one.changed_at} title=${exactly(one.changed_at)}>${dayAndTime(one.changed_at)}</time></a>, by ${one.name ?? (one.who === 'person' ? 'a person' : `the ${one.who}`)}</p>
        </div>
        ${one.value != null && one.value !== now && html`<button onClick=${() => void putBack(/** @type {string} */ (one.value))}>Put back</button>`}
      </li>`)}</ul>
    <${More} path=${path} next=${next}>Earlier changes<//>`}<//>`;
}

/** @param {{ kind: Kind, value: any, mayChange: boolean, children?: any }} props */
export function Setting({ kind, value, mayChange, children }) {
  const now = text(kind, value);
  const [typed, setTyped] = useState(now);
  const [open, setOpen] = useState(false);
  const before = useRef(now);
  useEffect(() => {
    if (typed === before.current) setTyped(now);
    before.current = now;
  }, [now]);
  const form = useForm(async () => typed !== now && change(kind, typed, now));
  const { key, label, hint, path: _path, toText, toValue, told, mayBeEmpty, options, ...more } = kind;
  const choices = options?.map(([word, name]) => html`<option key=${word} value=${word}>${name}</option>`);
  if (!mayChange) return html`<dl class="facts setting"><dt>${label}</dt><dd>${inWords(kind, now)}</dd></dl>`;
  return html`<div class="setting">
    <form onSubmit=${form.submit} class="field-form">
      <${Field} form=${form} label=${label} name=${key} hint=${hint} required=${!mayBeEmpty} value=${typed} autocomplete="off" ...${more}
        onInput=${(/** @type {any} */ event) => setTyped(event.target.value)}>${choices ?? children}<//>
      <${FormTrouble} form=${form} names=${[key]} />
      <${SaveOrNot} form=${form} changed=${typed !== now} onDiscard=${() => setTyped(now)} />
    </form>
    <details onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
      <summary class="small">History</summary>
      ${open && html`<${History} kind=${kind} now=${now} />`}
    </details>
  </div>`;
}
