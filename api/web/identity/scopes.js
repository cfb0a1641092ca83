// What a key may be for, in words: one line for each part of the house, looking and acting apart.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { Shown } from '../parts/states.js';
import { areaName } from './areas.js';

/** Scopes by the part of the house they are about. @param {string[]} scopes @returns {[string, string[]][]} */
export function byArea(scopes) {
  /** @type {Map<string, string[]>} */
  const areas = new Map();
  for (const scope of scopes) {
    const [area, verb] = scope.split(':');
    areas.set(area, [...(areas.get(area) ?? []), verb]);
  }
  return [...areas];
}

/** In a few words. @param {string[]} scopes */
export const inWords = scopes =>
  byArea(scopes).map(([area, verbs]) => `${areaName(area)}: ${verbs.join(' and ')}`).join(' · ');

/** @param {{ area: string, verbs: string[] }} props */
const Area = ({ area, verbs }) => html`<tr>
  <th scope="row">${areaName(area)}</th>
  ${['look', 'act'].map(verb => html`<td key=${verb}>
    ${verbs.includes(verb) && html`<input type="checkbox" name="scope" value=${`${area}:${verb}`} aria-label=${`${areaName(area)}: ${verb}`} />`}
  </td>`)}
</tr>`;

export function ScopeChoice() {
  const found = useResource('/api/identity/scopes');
  return html`<fieldset class="areas"><legend>What it is for</legend>
    <${Shown} of=${found} lines=${5}>${(/** @type {{ items: string[] }} */ { items }) => html`<table>
      <thead><tr><td></td><th scope="col">Look</th><th scope="col">Act</th></tr></thead>
      <tbody>${byArea(items).map(([area, verbs]) => html`<${Area} key=${area} area=${area} verbs=${verbs} />`)}</tbody>
    </table>`}<//>
  </fieldset>`;
}
