// What the house watches out for: each rule in plain words with its numbers in place, whether it is on, when it found
// something last, and what it would have found in the last month with the numbers that are being chosen.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { patch } from '../core/api.js';
import { dayAndTime, exactly, relative } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { FormTrouble, SaveOrNot, useForm } from '../parts/form.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { Trial, times } from './trial.js';
import { Changes } from './watch_changes.js';

/** @typedef {import('../types/api').components['schemas']['WatchRule']} Rule */
/** @typedef {{ limit: string, span: string }} Numbers */
/** @typedef {{ on?: boolean, limit?: number, span?: number }} Change */

const PATH = '/api/alerts/watch';
/** @param {Rule} rule */
const historyOf = ({ rule }) => `${PATH}/history?rule=${rule}&limit=10`;

/** @param {Rule} rule @returns {Numbers} */
const present = ({ limit, span }) => ({ limit: String(limit.value), span: String(span?.value ?? '') });

/** @param {Rule} rule @param {Change} change */
async function set(rule, change) {
  await patch(`${PATH}/${rule.rule}`, change);
  await Promise.all([refresh(PATH), refresh(historyOf(rule))]);
}

/** @param {Rule} rule @param {Change} wanted */
async function change(rule, wanted) {
  const before = { on: rule.on, limit: rule.limit.value, ...(rule.span && { span: rule.span.value }) };
  await set(rule, wanted);
  const undo = () => set(rule, before).catch(error => say(`It stays as it is: ${error.message}`));
  say(wanted.on === undefined ? `${rule.title}: saved.` : `${rule.title}: ${wanted.on ? 'on' : 'off'}.`, undo);
}

/** What the rule asks, with a field in place of each number. @param {{ rule: Rule, typed: Numbers, type: (numbers: Numbers) => void }} props */
function Asks({ rule, typed, type }) {
  const field = (/** @type {'limit' | 'span'} */ name) => {
    const number = name === 'limit' ? rule.limit : rule.span;
    return number && html`<input key=${name} type="number" name=${name} inputmode="numeric" required min=${number.least} max=${number.most} value=${typed[name]}
      aria-label=${`${rule.title}: ${name === 'limit' ? 'how many' : 'the second number'}, ${number.least} to ${number.most}`}
      onInput=${(/** @type {any} */ event) => type({ ...typed, [name]: event.target.value })} />`;
  };
  const parts = rule.asks.split(/(\{limit\}|\{span\})/);
  return html`<p class="asks">Tell me when ${parts.map(part => (part === '{limit}' ? field('limit') : part === '{span}' ? field('span') : part))}.</p>`;
}

/** @param {{ rule: Rule }} props */
function Switch({ rule }) {
  const [busy, setBusy] = useState(false);
  const turn = () => {
    setBusy(true);
    change(rule, { on: !rule.on })
      .catch(error => say(`It stays as it is: ${error.message}`))
      .finally(() => setBusy(false));
  };
  return html`<button type="button" role="switch" class="switch" aria-checked=${rule.on} aria-label=${rule.title} disabled=${busy} onClick=${turn}>${rule.on ? 'On' : 'Off'}</button>`;
}

/** @param {{ rule: Rule }} props */
const Last = ({ rule }) => html`<p class="soft small">${rule.last && rule.last_at
  ? html`Found something last <a href=${`/diary/${rule.last}`}><time datetime=${rule.last_at} title=${exactly(rule.last_at)}>${dayAndTime(rule.last_at)}</time></a>
      (${relative(rule.last_at)}), ${times(rule.found)} in the last 30 days.`
  : 'Has never found anything.'}</p>`;

/** @param {{ rule: Rule }} props */
function Card({ rule }) {
  const now = present(rule);
  const [typed, type] = useState(now);
  const [open, setOpen] = useState(false);
  useEffect(() => type(now), [now.limit, now.span]);
  const changed = typed.limit !== now.limit || typed.span !== now.span;
  const usual = rule.limit.value !== rule.limit.usual || rule.span?.value !== rule.span?.usual;
  const form = useForm(() => change(rule, { limit: Number(typed.limit), ...(rule.span && { span: Number(typed.span) }) }));
  const toUsual = () => type({ limit: String(rule.limit.usual), span: String(rule.span?.usual ?? '') });
  return html`<section class=${rule.on ? 'sheet rule' : 'sheet rule off'} aria-labelledby=${`rule-${rule.rule}`}>
    <div class="row between"><h2 id=${`rule-${rule.rule}`}>${rule.title}</h2><${Switch} rule=${rule} /></div>
    <form onSubmit=${form.submit} novalidate>
      <${Asks} rule=${rule} typed=${typed} type=${type} />
      <${FormTrouble} form=${form} names=${[]} />
      <${SaveOrNot} form=${form} changed=${changed} onDiscard=${() => (form.clear(), type(now))} />
    </form>
    <${Trial} rule=${rule} typed=${typed} />
    <${Last} rule=${rule} />
    <details onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
      <summary class="small">Why these numbers, and who changed them</summary>
      <p class="soft small">${rule.why} ${usual && html`<button type="button" class="plain" onClick=${toUsual}>Take the usual numbers</button>`}</p>
      ${open && html`<${Changes} rule=${rule} path=${historyOf(rule)} />`}
    </details>
  </section>`;
}

export function Watch() {
  const found = useResource(PATH);
  return html`<${Shown} of=${found} lines=${9}>${(/** @type {Rule[]} */ rules) => html`
    <div class="rules">${rules.map(rule => html`<${Card} key=${rule.rule} rule=${rule} />`)}</div>
    <p class="soft small note">What a rule finds stands in the diary and is told to whoever looks after the house, as chosen under <a href="/alerts/subscriptions">What I am told of</a>. A rule counts from the moment it is switched on or changed.</p>`}<//>`;
}
