// What a schema is called, with links to the shapes it names, and the fields of one.

import { html } from '../vendor/html.js';

/** Words between backticks are code. @param {string} text */
export const words = text =>
  text.replace(/\s+/g, ' ').split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));

/** @param {any[]} parts @param {string} between */
const joined = (parts, between) => parts.flatMap((part, index) => (index ? [between, part] : [part]));

/** @param {{ schema?: any }} props @returns {any} */
export function Type({ schema }) {
  if (!schema) return 'nothing';
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    return html`<a href=${`#shape-${name}`}>${name}</a>`;
  }
  const parts = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (parts) return joined(parts.map((/** @type {any} */ part) => html`<${Type} schema=${part} />`), schema.allOf ? ' and ' : ' or ');
  if (schema.enum) return schema.enum.map((/** @type {unknown} */ word) => JSON.stringify(word)).join(' | ');
  if (schema.type === 'array' || schema.items) return html`list of <${Type} schema=${schema.items} />`;
  const name = [schema.type ?? 'anything'].flat().join(' or ');
  return schema.format ? `${name} (${schema.format})` : name;
}

/** What is said of a field; of one that may be null, it stands with what else it is. @param {any} field @returns {string | undefined} */
const saidOf = field => field.description ?? field.oneOf?.find((/** @type {any} */ part) => part.description)?.description;

/** @param {{ schema: any }} props */
export const Fields = ({ schema }) => html`<dl>${Object.entries(schema.properties ?? {}).map(([name, field]) => html`
  <dt key=${name}><code>${name}</code> <small><${Type} schema=${field} />${schema.required?.includes(name) ? '' : ', may be left out'}</small></dt>
  ${saidOf(field) && html`<dd>${words(saidOf(field) ?? '')}</dd>`}`)}</dl>`;
