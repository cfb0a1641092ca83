// How the house is reached: under which addresses, encrypted how, and what to do next so that others
// can come. Changing it is done at the machine: a mistake here would lock out whoever made it.

import { html } from '../vendor/html.js';
import { dayInFull, dayOf, relative } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { Copied } from '../parts/copied.js';
import { Icon } from '../parts/icons.js';
import { Offered } from './offered.js';

/** @typedef {import('../types/api').components['schemas']['Certificate']} Certificate */
/** @typedef {import('../types/api').components['schemas']['Authority']} Authority */
/** @typedef {import('../types/api').components['schemas']['Network']} HouseNetwork */

export const NETWORK = '/api/household/network';

/** @type {Record<string, string>} */
const ENCRYPTED = {
  off: 'No: the house does not encrypt by itself',
  files: 'Yes, with a certificate from files',
  local: 'Yes, with a certificate of the house’s own authority',
  acme: 'Yes, with a certificate that is renewed by itself (ACME)',
};

/** What to do next. @param {{ network: HouseNetwork }} props */
export const Advice = ({ network }) => html`<section class="advice">${network.advice.map(({ text, toml }) => html`<div class="sheet" key=${text}>
  <p><${Icon} name="warning" /><span>${text}</span></p>
  ${toml && html`<${Copied} text=${toml} what="The lines" />`}
</div>`)}</section>`;

/** @param {string} at */
const until = at => html`<time datetime=${at}>${dayInFull(dayOf(at))}</time> <span class="soft">(${relative(at)})</span>`;

/** A fingerprint, broken between its pairs only. @param {{ sha256: string }} props */
const Print = ({ sha256 }) => html`<code class="print">${sha256.split(/(?<=:)/).map(pair => html`${pair}<wbr />`)}</code>`;

/** What phones have to trust once. @param {{ authority: Authority }} props */
export const TrustedOnce = ({ authority }) => html`<section class="sheet"><h2>The house’s own authority</h2>
  <p>Install this certificate once on each phone and computer, as a trusted authority. Compare its fingerprint with the one the phone shows.</p>
  <p class="under"><a class="button" href=${authority.path} download="daybook-ca.crt"><${Icon} name="save" />Download the certificate</a></p>
  <dl class="facts">
    <dt>Name</dt><dd>${authority.name}</dd>
    <dt>Good until</dt><dd>${until(authority.until)}</dd>
    <dt>SHA-256</dt><dd><${Print} sha256=${authority.sha256} /></dd>
  </dl>
</section>`;

/** @param {{ network: HouseNetwork }} props */
const Facts = ({ network }) => html`<section class="sheet"><h2>How it is reached</h2>
  <dl class="facts">
    <dt>Addresses</dt><dd>${network.urls.length ? html`<ul>${network.urls.map(url => html`<li key=${url}><a href=${url}>${url}</a></li>`)}</ul>` : 'none that another machine could open'}</dd>
    <dt>From other machines</dt><dd>${network.open ? 'Yes' : network.proxies.length ? 'Through a proxy only' : 'No, from this machine only'}</dd>
    <dt>Encrypted</dt><dd>${ENCRYPTED[network.tls] ?? network.tls}</dd>
    <dt>Listens on</dt><dd>${network.listen}${network.http_listen && `, and on ${network.http_listen} to send people to the encrypted one`}</dd>
    ${network.proxies.length > 0 && html`<dt>Proxies it believes</dt><dd>${network.proxies.join(', ')}</dd>`}
    ${network.hostname && html`<dt>This machine</dt><dd>${network.hostname}${network.addresses.length > 0 && ` (${network.addresses.join(', ')})`}</dd>`}
    <dt>You came</dt><dd>${network.request.encrypted ? 'encrypted' : 'without encryption'}${network.request.by_proxy && ', through a proxy'}${network.request.from && `, from ${network.request.from}`}</dd>
  </dl>
</section>`;

/** @param {{ certificate: Certificate }} props */
const InUse = ({ certificate }) => html`<section class="sheet"><h2>Certificate in use</h2>
  <dl class="facts">
    <dt>Good for</dt><dd>${certificate.names.join(', ')}</dd>
    <dt>Signed by</dt><dd>${certificate.issuer}</dd>
    <dt>Good until</dt><dd>${until(certificate.until)}</dd>
    <dt>SHA-256</dt><dd><${Print} sha256=${certificate.sha256} /></dd>
  </dl>
</section>`;

export function Network() {
  const found = useResource(NETWORK);
  return html`<${Offered} of=${found} lines=${8} what="its network">${(/** @type {HouseNetwork} */ network) => html`
    <${Advice} network=${network} />
    <${Facts} network=${network} />
    ${network.authority && html`<${TrustedOnce} authority=${network.authority} />`}
    ${network.certificate && html`<${InUse} certificate=${network.certificate} />`}`}<//>`;
}
