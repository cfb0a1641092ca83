// How long a space keeps its trash and earlier versions: chosen among rules that people understand. Nothing is saved before
// what it takes away was shown.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { post, put } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Shown, Trouble } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { SPACES, counted, sized, trashOf } from './nodes.js';

/** @typedef {import('./nodes.js').Schemas['SpaceKeeping']} Keeping */
/** @typedef {import('./nodes.js').Schemas['KeepingPreview']} Preview */
/** @typedef {{ space: 'own' | 'shared', onClose: () => void }} Props */

const DAY = 24, WEEK = 168, MONTH = 720, YEAR = 8760;
/** @type {Record<string, [string, Keeping['steps']]>} */
const RULES = {
  all: ['Keep every version', []],
  gentle: ['All for a week, then one a day', [{ until_hours: WEEK, every_minutes: 0 }, { until_hours: null, every_minutes: 1440 }]],
  usual: ['All for a day, hourly for a week, daily for a month, then weekly', [{ until_hours: DAY, every_minutes: 0 }, { until_hours: WEEK, every_minutes: 60 }, { until_hours: MONTH, every_minutes: 1440 }, { until_hours: null, every_minutes: 10080 }]],
  year: ['All for a month, weekly for a year, then none', [{ until_hours: MONTH, every_minutes: 0 }, { until_hours: YEAR, every_minutes: 10080 }]],
};
const DAYS = [7, 30, 90, 365];

/** @param {string} space */
const keepingOf = space => `${SPACES}/${space}/keeping`;
/** @param {Keeping['steps']} steps */
const ruleOf = steps => Object.keys(RULES).find(name => JSON.stringify(RULES[name][1]) === JSON.stringify(steps.map(({ until_hours, every_minutes }) => ({ until_hours: until_hours ?? null, every_minutes }))));

/** @param {{ preview: Preview }} props */
function Goes({ preview: { trashed, versions, size_bytes } }) {
  const parts = [trashed && `${counted(trashed, 'thing')} in the trash`, versions && `${counted(versions, 'earlier version')} of ${sized(size_bytes)}`].filter(Boolean);
  return parts.length ? html`<p class="trouble">Within the hour this deletes ${parts.join(' and ')} for good.</p>` : html`<p>Nothing is deleted by this now.</p>`;
}

/**
 * What the house says of one choice; nothing is known yet of another.
 * @param {string} space @param {Keeping} asked @returns {{ preview?: Preview, error?: any, again: () => void }}
 */
function usePreview(space, asked) {
  const key = JSON.stringify(asked);
  const [said, hear] = useState(/** @type {{ of?: string, preview?: Preview, error?: any }} */ ({}));
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const cancel = new AbortController();
    hear({});
    post(`${keepingOf(space)}/preview`, asked, { cancel: cancel.signal })
      .then(({ data }) => hear({ of: key, preview: /** @type {Preview} */ (data) }), error => cancel.signal.aborted || hear({ of: key, error }));
    return () => cancel.abort();
  }, [key, tries]);
  return { ...(said.of === key ? said : {}), again: () => setTries(tries + 1) };
}

/** @param {{ rules: Keeping } & Props} props */
function Rules({ rules, space, onClose }) {
  const [chosen, choose] = useState({ days: String(rules.trash_days ?? ''), rule: ruleOf(rules.steps) ?? 'own' });
  const asked = { trash_days: chosen.days ? Number(chosen.days) : null, steps: chosen.rule === 'own' ? rules.steps : RULES[chosen.rule][1] };
  const { preview, error, again } = usePreview(space, asked);
  const form = useForm(async () => {
    await put(keepingOf(space), asked);
    await Promise.all([refresh(keepingOf(space)), refresh(trashOf(space))]);
    say('These rules hold from now on.');
    onClose();
  });
  const days = [...new Set([...DAYS, rules.trash_days ?? 7])].sort((a, b) => a - b);
  return html`<form onSubmit=${form.submit}>
    <${Field} as="select" label="The trash is emptied" name="days" value=${chosen.days} onChange=${(/** @type {any} */ { target }) => choose({ ...chosen, days: target.value })}>
      <option value="">never by itself</option>${days.map(one => html`<option value=${one}>after ${counted(one, 'day')}</option>`)}<//>
    <${Field} as="select" label="Earlier versions" name="rule" value=${chosen.rule} hint="The newest version of a file always stays, and so do those that are pinned; the trash keeps files with a pinned version, too." onChange=${(/** @type {any} */ { target }) => choose({ ...chosen, rule: target.value })}>
      ${Object.entries(RULES).map(([name, [says]]) => html`<option value=${name}>${says}</option>`)}${chosen.rule === 'own' && html`<option value="own">A rule of your own</option>`}<//>
    <div role="status">${preview ? html`<${Goes} preview=${preview} />` : !error && html`<p class="soft">Looking at what that would delete.</p>`}<${Trouble} error=${error} again=${again} /></div>
    <${FormTrouble} form=${form} />
    <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form} disabled=${!preview} grave=${!!preview && preview.trashed + preview.versions > 0}>Save<//></div>
  </form>`;
}

/** @param {Props} props */
export function KeepingDialog(props) {
  const found = useResource(keepingOf(props.space));
  return html`<${Dialog} title=${props.space === 'shared' ? 'How long the shared space keeps things' : 'How long your space keeps things'} onClose=${props.onClose}>
    <${Shown} of=${found} lines=${4}>${(/** @type {Keeping} */ rules) => html`<${Rules} rules=${rules} ...${props} />`}<//>
  <//>`;
}
