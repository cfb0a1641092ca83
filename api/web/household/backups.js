// The backups: the last good one and its age first, then what went wrong, then all of them. Making
// one is done at the machine.

import { html } from '../vendor/html.js';
import { dayAndTime, exactly, relative } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { bytes, grouped } from '../core/sizes.js';
import { Copied } from '../parts/copied.js';
import { More } from '../parts/more.js';
import { Empty } from '../parts/states.js';
import { Offered } from './offered.js';

/** @typedef {import('../types/api').components['schemas']['BackupVerdict']} Verdict */
/** @typedef {import('../types/api').components['schemas']['Backup']} Backup */
/** @typedef {import('../types/api').components['schemas']['Backups']} Kept */

const PATH = '/api/household/backups?limit=25';
const OLD_S = 2 * 86_400;

/** @param {{ verdict?: Verdict | null }} props */
const Said = ({ verdict }) =>
  !verdict ? html`<span class="tag">not checked</span>` : html`<a href=${`/diary/${verdict.position}`} title=${exactly(verdict.checked_at)}
    class=${`tag ${verdict.outcome === 'sound' ? 'good' : 'critical'}`}>${verdict.outcome}</a>`;

/** @param {{ at?: string | null }} props */
const When = ({ at }) => (at ? html`<time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time>` : html`by another house`);

/** @param {{ kept: Kept }} props */
function Newest({ kept }) {
  const { last_good: good, age_s: age, last_checked: checked, last_failure: failure } = kept;
  const isOld = age != null && age > OLD_S;
  const failedSince = failure && (!good?.made_at || failure.failed_at > good.made_at);
  return html`<section class="sheet"><h2>${good ? 'The last good one' : 'No good backup'}</h2>
    ${good?.made_at && html`<p class=${isOld ? 'big late' : 'big'}>${relative(good.made_at)}</p>`}
    ${isOld && html`<p class="soft">That is long ago. A timer can make one every night.</p>`}
    <dl class="facts">
      ${good && html`<dt>Made</dt><dd><a href=${`/diary/${good.position}`}><${When} at=${good.made_at} /></a> <${Said} verdict=${good.verdict} /></dd><dt>Lies in</dt><dd>${good.place}</dd>`}
      ${checked?.verdict && html`<dt>Last check</dt><dd><${When} at=${checked.verdict.checked_at} /> <${Said} verdict=${checked.verdict} />${checked.verdict.reason && html` <span class="soft small">${checked.verdict.reason}</span>`}</dd>`}
      ${failure && html`<dt>Last failure</dt><dd><a href=${`/diary/${failure.position}`}><${When} at=${failure.failed_at} /></a> ${good && failedSince && html`<span class="tag critical">since then none was good</span>`}
        <span class="soft small">${failure.task === 'check' ? 'The check failed' : 'It could not be made'}: ${failure.reason}</span></dd>`}
    </dl>
  </section>`;
}

/** @param {{ one: Backup }} props */
const Row = ({ one }) => html`<li>
  <div class="what"><a href=${`/diary/${one.position}`}><${When} at=${one.made_at} /></a> <${Said} verdict=${one.verdict} />
    <p>${[one.head != null && `${grouped(one.head)} entries`, one.written_bytes != null && `${bytes(one.written_bytes)} written`, one.place].filter(Boolean).join(' · ')}</p></div>
  ${one.took_ms != null && html`<p class="soft small figure">${one.took_ms < 10_000 ? `${(one.took_ms / 1000).toFixed(1)} s` : `${Math.round(one.took_ms / 1000)} s`}</p>`}
</li>`;

/** How one is made. */
const How = () => html`<section class="sheet"><h2>Make one</h2>
  <p class="soft">On the machine of the house, into a folder on another disk. It asks for a passphrase that seals the secrets; keep that apart from the backup.</p>
  <${Copied} what="The lines" text=${'daybook backup /mnt/backups\ndaybook backup check /mnt/backups'} />
</section>`;

export function Backups() {
  const found = useResource(PATH);
  return html`<${Offered} of=${found} lines=${6} what="its backups">${(/** @type {Kept} */ kept) =>
    kept.items.length || kept.last_failure
      ? html`<${Newest} kept=${kept} />
          ${kept.items.length > 0 && html`<section class="sheet"><h2>All that are known</h2><ul class="list">${kept.items.map(one => html`<${Row} key=${`${one.place} ${one.generation}`} one=${one} />`)}</ul></section>`}
          <${More} path=${PATH} next=${kept.next}>Earlier backups<//>
          <${How} />`
      : html`<${Empty} icon="save" title="No backup yet">If this machine breaks, the diary is lost. Make a backup on another disk; it takes seconds, and the house goes on meanwhile.<//><${How} />`}<//>`;
}
