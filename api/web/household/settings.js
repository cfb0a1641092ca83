// The settings, by their parts. What somebody may not change is shown as it is; what is none of
// their business is not shown.

import { html } from '../vendor/html.js';
import { isAdmin } from '../core/session.js';
import { later } from '../parts/later.js';
import { NotFound } from '../parts/not_found.js';
import { Page } from '../parts/page.js';
import { Tabs } from '../parts/tabs.js';
import { General } from './general.js';

/** @typedef {{ name: string, title: string, lead: string, Part: any, admin?: boolean }} SettingsPart */

/** @type {Record<string, SettingsPart>} */
const PARTS = {
  '': { name: 'General', title: 'Settings', lead: 'What the house is called, and how it keeps time.', Part: General },
  mail: { name: 'Mail', title: 'Mail', lead: 'How codes and alerts leave the house.', Part: later(() => import('./mail.js').then(found => found.Mail)), admin: true },
  network: { name: 'Network', title: 'Network', lead: 'How the house is reached, and how that is kept private.', Part: later(() => import('./network.js').then(found => found.Network)), admin: true },
  limits: { name: 'Limits', title: 'Limits', lead: 'How often somebody may ask, try or cause something.', Part: later(() => import('./limits.js').then(found => found.Limits)), admin: true },
  sessions: { name: 'Sessions', title: 'Sessions', lead: 'For how long somebody who logged in stays in.', Part: later(() => import('./stays.js').then(found => found.Stays)), admin: true },
  backups: { name: 'Backups', title: 'Backups', lead: 'Whether the diary would survive this machine.', Part: later(() => import('./backups.js').then(found => found.Backups)), admin: true },
  logs: { name: 'Requests', title: 'Request logs', lead: 'A line for each question the house was asked, kept for a month.', Part: later(() => import('./request_logs.js').then(found => found.RequestLogs)), admin: true },
  about: { name: 'About', title: 'About this house', lead: 'What runs here, and how it is.', Part: later(() => import('./about.js').then(found => found.About)) },
};

/** @param {string} part */
const hrefOf = part => (part ? `/settings/${part}` : '/settings');

/** @param {{ part?: string }} props */
export function Settings({ part = '' }) {
  const found = PARTS[part];
  if (!found || (found.admin && !isAdmin.value)) return html`<${NotFound} />`;
  const tabs = Object.entries(PARTS).filter(([, one]) => !one.admin || isAdmin.value).map(([key, { name }]) => /** @type {[string, string]} */ ([hrefOf(key), name]));
  return html`<${Page} title=${found.title} lead=${found.lead}>
    <${Tabs} label="Settings" here=${hrefOf(part)} tabs=${tabs} />
    <${found.Part} />
  <//>`;
}
