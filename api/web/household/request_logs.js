// The logs of requests, a file for each day, to be looked at elsewhere.

import { html } from '../vendor/html.js';
import { dayInFull } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { take } from '../core/take.js';
import { bytes } from '../core/sizes.js';
import { Icon } from '../parts/icons.js';
import { Empty } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { Offered } from './offered.js';

const PATH = '/api/household/request-logs';

/** @param {{ day: string, size_bytes: number }} props */
const Day = ({ day, size_bytes }) => {
  const path = `${PATH}/${day}`;
  const takeIt = (/** @type {Event} */ event) => {
    event.preventDefault();
    take(path, `requests.${day}.log`).catch(error => say(`Nothing was saved: ${error.message}`));
  };
  return html`<li>
    <div class="what"><time datetime=${day}>${dayInFull(day)}</time></div>
    <span class="soft small figure">${bytes(size_bytes)}</span>
    <a class="button square" href=${path} download onClick=${takeIt} aria-label=${`Download the log of ${dayInFull(day)}`}><${Icon} name="save" /></a>
  </li>`;
};

export function RequestLogs() {
  const found = useResource(PATH);
  return html`<${Offered} of=${found} lines=${8} what="its requests">${(/** @type {{ items: { day: string, size_bytes: number }[] }} */ { items }) =>
    items.length
      ? html`<ul class="list sheet logs">${items.map(one => html`<${Day} key=${one.day} ...${one} />`)}</ul>
          <p class="soft small note">A line of JSON for each request. Days are told by UTC here. No password and no content is in them, but network addresses are.</p>`
      : html`<${Empty} icon="diary" title="No logs">This house keeps no log of requests, or nobody has asked it for anything yet.<//>`}<//>`;
}
