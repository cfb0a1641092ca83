// What is loaded when it is first shown: a page, a tab, a dialog; or first done.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { Bones, Trouble } from './states.js';
import { say } from './toast.js';

const LOST = { message: 'this part did not come; the house cannot be reached, or it was renewed just now' };

/** Loads as often as asked, and stands in for what comes. @param {() => Promise<any>} load @param {any} [meanwhile] */
export function later(load, meanwhile = html`<${Bones} />`) {
  /** @type {any} */
  let Part = null;
  return (/** @type {any} */ props) => {
    const [state, setState] = useState(/** @type {'asks' | 'came' | 'lost'} */ (Part ? 'came' : 'asks'));
    useEffect(() => {
      if (Part || state !== 'asks') return;
      load().then(found => (Part = found) && setState('came'), () => setState('lost'));
    }, [state]);
    if (state === 'lost') return html`<${Trouble} error=${LOST} again=${() => location.reload()} />`;
    return Part ? html`<${Part} ...${props} />` : meanwhile;
  };
}

/**
 * Loads what does something, and does it then.
 * @template T
 * @param {() => Promise<T>} load @param {(found: T) => unknown} act
 */
export const once = (load, act) => void load().then(act, () => say(`Nothing was done: ${LOST.message}.`));
