// Who asked to be erased and who was, for whoever looks after the house; and each certificate, made to be
// printed and kept: it names nobody.

import { html } from '../vendor/html.js';
import { dayAndTime, exactly } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { Icon } from '../parts/icons.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { Empty, Shown } from '../parts/states.js';

/** @typedef {import('../types/api').components['schemas']['Erasure']} Erasure */
/** @typedef {import('../types/api').components['schemas']['ErasureCertificate']} Certificate */

const PATH = '/api/identity/erasures?limit=50';

/** @param {{ id?: string }} props */
export const Erasures = ({ id }) => (id ? html`<${One} key=${id} id=${id} />` : html`<${List} />`);

/** @param {{ at?: string | null }} props */
const When = ({ at }) => at && html`<time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time>`;

/** @param {{ one: Erasure }} props */
const Standing = ({ one }) =>
  one.completed_at ? html`<span class="tag good">erased</span>` : one.begun_at ? html`<span class="tag warning">under way</span>` : html`<span class="tag warning">asked for</span>`;

/** @param {{ one: Erasure }} props */
const Row = ({ one }) => html`<li>
  <${Icon} name="me" />
  <div class="what">
    <a href=${one.begun_at ? `/erasures/${one.account}` : `/people/${one.account}`}><strong>${one.begun_at ? 'Somebody who was erased' : 'A person of the house'}</strong></a> <${Standing} one=${one} />
    <p>${one.completed_at ? html`<${When} at=${one.completed_at} />` : one.begun_at ? html`since <${When} at=${one.begun_at} />` : html`asked <${When} at=${one.asked_at} />`}</p>
  </div>
</li>`;

const Meaning = () => html`<section class="sheet"><h2>What erasing means</h2>
  <p>What is personal in the diary is sealed with a key of each person. Erasing somebody destroys their key, closes their account, removes what opens it,
    makes every view anew, and takes their letters and request lines away. The diary stays whole and can still be verified; it only tells no more who it was.</p>
  <p class="under">A backup from before still holds the key, sealed with your passphrase. Restoring it destroys the key again, if a backup was made after the erasure or the house still stands.</p>
  <p class="under soft">Strangers who try to come in are forgotten after a year.</p>
</section>`;

function List() {
  const found = useResource(PATH);
  return html`<${Page} title="Erasures" lead="Who asked to be forgotten, and who was." doing=${html`<a class="button" href="/people"><${Icon} name="back" />People</a>`}>
    <${Meaning} />
    <${Shown} of=${found} lines=${4}>${(/** @type {{ items: Erasure[], next?: string | null }} */ { items, next }) => html`
      ${items.length ? html`<ul class="list sheet people">${items.map(one => html`<${Row} key=${one.account} one=${one} />`)}</ul>`
        : html`<${Empty} icon="people" title="Nobody was erased">A person is erased on their page under People, or asks for it on their own page.<//>`}
      <${More} path=${PATH} next=${next}>Earlier ones<//>`}<//>
  <//>`;
}

/** @param {string} place @param {string} what @param {number} count */
const line = (place, what, count) =>
  place === 'views' ? [`the view ${what}`, `made anew up to entry ${count}`] : [place === 'vault' ? `the vault, ${what.replace(/_/g, ' ')}` : `${place}, ${what}`, `${count} removed`];

/** @param {{ it: Certificate }} props */
const Purged = ({ it }) => html`<section class="sheet"><h2>What was purged</h2>
  <table class="plain"><thead><tr><th scope="col">Where</th><th scope="col">What became of it</th></tr></thead><tbody>
    <tr><td>the log</td><td>${it.values} sealed values in ${it.events} entries can be read no more</td></tr>
    ${it.purged.map(one => line(one.place, one.what, one.count)).map(([where, what]) => html`<tr key=${where}><td>${where}</td><td>${what}</td></tr>`)}
  </tbody></table>
  ${it.resumed && html`<p class="under soft">It was interrupted and gone on with; what was counted before is not counted here.</p>`}
</section>`;

/** @param {{ it: Certificate }} props */
const Kept = ({ it }) => html`<section class="sheet"><h2>What could not be purged</h2>
  <dl class="facts">${it.kept.map(one => html`<dt key=${one.place}>${one.place}</dt><dd>${one.why}${one.until && html`, until <${When} at=${one.until} />`}</dd>`)}</dl>
</section>`;

/** @param {{ erasure: Erasure }} props */
const Whole = ({ erasure }) => html`<section class="sheet"><dl class="facts">
    <dt>Account</dt><dd><code>${erasure.account}</code></dd>
    ${erasure.asked_at && html`<dt>Asked for</dt><dd>${exactly(erasure.asked_at)}</dd>`}
    ${erasure.begun_at && html`<dt>Begun</dt><dd>${exactly(erasure.begun_at)}${erasure.certificate && html`, entry ${erasure.certificate.began}`}</dd>`}
    <dt>Done</dt><dd>${erasure.completed_at ? html`${exactly(erasure.completed_at)}, <a href=${`/diary/${erasure.position}`}>entry ${erasure.position}</a>` : 'under way'}</dd>
  </dl></section>
  ${erasure.certificate && html`<${Purged} it=${erasure.certificate} /><${Kept} it=${erasure.certificate} />`}`;

/** @param {{ id: string }} props */
function One({ id }) {
  const path = `/api/identity/accounts/${id}/erasure`;
  const found = useResource(path);
  const doing = html`<a class="button" href="/erasures"><${Icon} name="back" />Erasures</a>
    <button onClick=${() => print()}>Print</button><a class="button" href=${path} download=${`erasure-${id}.json`}><${Icon} name="save" />JSON</a>`;
  return html`<${Page} title="Certificate of erasure" lead="What was purged of a person, where, and what could not be. It names nobody." doing=${doing}>
    <${Shown} of=${found} lines=${8}>${(/** @type {Erasure} */ erasure) => html`<${Whole} erasure=${erasure} />`}<//>
  <//>`;
}
