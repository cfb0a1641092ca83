// The few signs that stand beside words, drawn on a 24 by 24 grid. None stands alone without a name.

import { html } from '../vendor/html.js';

const DRAWN = {
  today: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5',
  diary: 'M6 4h11a1.5 1.5 0 0 1 1.5 1.5V20H7.5A1.5 1.5 0 0 1 6 18.5zM6 18.5A1.5 1.5 0 0 1 7.5 17h11M9.5 8h5.5M9.5 11h4',
  alerts: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0',
  people: 'M9 11.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5zM3.5 19c.4-3.2 2.5-5 5.5-5s5.1 1.8 5.5 5M16 11.2a2.75 2.75 0 1 0-1.2-5.2M17 14.2c2 .4 3.2 2 3.5 4.3',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M15 5v4M9 10v4M15 15v4',
  me: 'M12 12a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM4.75 20c.6-3.7 3.4-5.75 7.25-5.75S18.65 16.3 19.25 20',
  documents: 'M3.5 7A1.5 1.5 0 0 1 5 5.5h4.5l2 2.5H19a1.5 1.5 0 0 1 1.5 1.5V17a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17z',
  find: 'M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.8 15.8 20 20',
  leave: 'M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14M10 12h10M16.5 8.5 20 12l-3.5 3.5',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  on: 'M9.5 5.5 16 12l-6.5 6.5',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17.5 19.5 7',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  save: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 19.5h14',
  filter: 'M4 6h16M7 12h10M10 18h4',
  device: 'M5 5.5h14V15H5zM3 18.5h18',
  phone: 'M8 3.5h8a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM11 18h2',
  plus: 'M12 5v14M5 12h14',
  key: 'M8 16.5a4.25 4.25 0 1 0 0-8.5 4.25 4.25 0 0 0 0 8.5zM12.25 12.25h8.25M17 12.25v3.25M20.5 12.25v2.25',
  warning: 'M12 4 2.750 20h18.5zM12 10v4.5M12 17.2v.3',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2',
  mail: 'M4 6h16v12H4zM4.5 6.5 12 13l7.5-6.5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
};

/** @typedef {keyof typeof DRAWN} IconName */

/** @param {{ name: IconName }} props */
export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${DRAWN[name]} /></svg>`;
