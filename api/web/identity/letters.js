// Where a letter of the house is found: in the mail, or on the machine as long as no mail server is set.

import { html } from '../vendor/html.js';
import { house } from '../core/house.js';

/** Whether letters stay on the machine. */
export const staysHere = () => house.value?.mail === 'folder';

/** @param {{ email: string }} props to whom */
export const InFolder = ({ email }) => html`<div class="hint-box">
  <p>No mail server is set yet, so the code is not mailed. It lies on the machine, in the data folder of Daybook: open the newest file in <code>mail/</code>, addressed to ${email}.</p>
</div>`;

/** What to do where mail was meant to come. */
export const NoMail = () => html`<p class="soft small">No mail comes? A code that the mail server does not take lies on the machine, in the data folder of Daybook under <code>mail/</code>.</p>`;
