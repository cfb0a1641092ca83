// Coming in by a passkey alone: by the button, or as the browser offers it where the mail address is typed.

import { html } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { Icon } from '../parts/icons.js';
import { Trouble } from '../parts/states.js';
import { enterAlone, mayHavePasskeys, offersInField } from './passkey.js';

/** Shorter than the house waits for an answer. */
const OFFERED_MS = 4 * 60_000;

/** @param {{ onIn: () => unknown }} props */
export function PasskeyLogin({ onIn }) {
  const [state, set] = useState(/** @type {{ busy?: boolean, error?: any }} */ ({}));
  const offer = useRef(new AbortController());
  const gone = useRef(false);
  const stop = () => offer.current.abort();
  const begin = async () => {
    if (!(await offersInField()) || gone.current) return;
    stop();
    const mine = (offer.current = new AbortController());
    const renew = setTimeout(begin, OFFERED_MS);
    mine.signal.addEventListener('abort', () => clearTimeout(renew));
    await enterAlone({ mediation: 'conditional', signal: mine.signal }).then(onIn, () => {});
  };
  const leave = () => {
    gone.current = true;
    stop();
  };
  useEffect(() => (void begin(), leave), []);
  const now = async () => {
    stop();
    set({ busy: true });
    await enterAlone().then(onIn, error => (set({ error }), void begin()));
  };
  if (!mayHavePasskeys()) return null;
  return html`<div class="other-ways">
    <button type="button" class="plain" disabled=${state.busy} onClick=${() => void now()}><${Icon} name="key" />Use a passkey</button>
    <${Trouble} error=${state.error} />
  </div>`;
}
