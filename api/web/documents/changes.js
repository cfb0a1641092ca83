// What others do with the documents: what is shown is asked for anew, once they pause. The diary tells a person only what
// concerns them, so it is asked anew, too, whenever somebody comes back to the window.

import { useEffect } from '../vendor/hooks.js';
import { follow } from '../core/live.js';
import { refresh } from '../core/resource.js';

const PAUSE_MS = 400;

/** @param {(string | null)[]} paths what is shown */
export function useChanges(paths) {
  useEffect(() => {
    let soon = 0;
    const again = () => {
      clearTimeout(soon);
      soon = setTimeout(() => paths.forEach(path => path && void refresh(path)), PAUSE_MS);
    };
    const stop = follow('entries', ({ data, snapshot }) => {
      const entries = /** @type {{ kind: string }[]} */ ([data].flat());
      if (!snapshot && entries.some(entry => entry.kind.startsWith('documents.'))) again();
    });
    addEventListener('focus', again);
    return () => (clearTimeout(soon), removeEventListener('focus', again), stop());
  }, paths);
}
