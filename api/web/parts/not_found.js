// There is no such page, or none this person may see: the two look alike on purpose.

import { html } from '../vendor/html.js';
import { Page } from './page.js';
import { Empty } from './states.js';

export const NotFound = () => html`<${Page} title="Nothing here">
  <${Empty} icon="find" title="This page does not exist" doing=${html`<a class="button" href="/">Back to today</a>`}>
    It may have moved, or it is not yours to see.
  <//>
<//>`;
