// Of what one is told: for each part of the house, from which severity on.

import { html } from '../vendor/html.js';
import { post } from '../core/api.js';
import { foresee, refresh, useResource } from '../core/resource.js';
import { CONTEXTS } from '../history/contexts.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';

/** @typedef {import('../types/api').components['schemas']['Subscription']} Choice */
/** @typedef {Choice['least']} Least */

const PATH = '/api/alerts/subscriptions';
const EVERYTHING = 'everything';

/** @type {[Least, string][]} */
const LEVELS = [['critical', 'Critical only'], ['warning', 'Warnings and critical'], ['notice', 'Everything'], ['nothing', 'Nothing']];

/** @type {Record<string, string>} */
const ABOUT = {
  identity: 'Who comes and goes, wrong passwords, locked doors, new sessions.',
  household: 'Changed settings, backups, the mail server, the network.',
  alerts: 'What the watch finds, mails that could not be delivered, changed subscriptions.',
};

/** @param {Least} least */
const nameOf = least => least === 'default' ? 'as the rest' : (LEVELS.find(([key]) => key === least)?.[1] ?? least).toLowerCase();

/** @param {Choice[]} choices @param {Choice} choice */
const chosen = (choices, choice) => [...choices.filter(one => one.context !== choice.context), ...(choice.least === 'default' ? [] : [choice])];

/** @param {string} context @param {string} name @param {Least} least @param {Least} [before] */
async function choose(context, name, least, before) {
  const takeBack = foresee(PATH, (/** @type {Choice[]} */ choices) => chosen(choices, { context, least }));
  try {
    await post(PATH, { context, least });
    say(`${name}: ${nameOf(least)}.`, before && (() => choose(context, name, before)));
    await refresh(PATH);
  } catch (error) {
    takeBack();
    say(`Nothing was changed: ${/** @type {any} */ (error).message}`);
  }
}

/** @param {{ context: string, name: string, about: string, choices: Choice[] }} props */
function Row({ context, name, about, choices }) {
  const own = choices.find(choice => choice.context === context)?.least;
  const isRest = context === EVERYTHING;
  const rest = choices.find(choice => choice.context === EVERYTHING)?.least ?? 'nothing';
  const pick = (/** @type {any} */ event) => void choose(context, name, event.target.value, own ?? (isRest ? undefined : 'default'));
  return html`<li>
    <div class="what"><label for=${`told-${context}`}><strong>${name}</strong></label><p id=${`about-${context}`}>${about}</p></div>
    <select id=${`told-${context}`} aria-describedby=${`about-${context}`} value=${own ?? 'default'} onChange=${pick}>
      ${(!isRest || !own) && html`<option value="default" selected=${!own}>${isRest ? 'Nothing chosen' : `As the rest: ${nameOf(rest)}`}</option>`}
      ${LEVELS.map(([key, says]) => html`<option key=${key} value=${key} selected=${key === own}>${says}</option>`)}
    </select>
  </li>`;
}

export function Subscriptions() {
  const found = useResource(PATH);
  return html`<${Shown} of=${found} lines=${6}>${(/** @type {Choice[]} */ choices) => html`
    <ul class="list sheet told">
      ${CONTEXTS.map(([context, name]) => html`<${Row} key=${context} context=${context} name=${name} about=${ABOUT[context]} choices=${choices} />`)}
      <${Row} context=${EVERYTHING} name="The rest" about="Whatever has no choice of its own, and what later versions add." choices=${choices} />
    </ul>
    <p class="soft small note">Critical is worth being woken for; a warning is worth a look. Several alerts within a few minutes come in one mail.</p>`}<//>`;
}
