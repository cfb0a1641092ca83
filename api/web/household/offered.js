// What came, or that this house does not offer it: an older one may not yet.

import { html } from '../vendor/html.js';
import { Empty, Shown } from '../parts/states.js';

/** @param {{ of: any, lines?: number, what: string, children: (data: any) => any }} props */
export const Offered = ({ of, lines, what, children }) =>
  of.error?.status === 404 && of.data === undefined
    ? html`<${Empty} icon="settings" title="Not offered here">This house does not tell of ${what} yet. A newer version of Daybook does.<//>`
    : html`<${Shown} of=${of} lines=${lines}>${children}<//>`;
