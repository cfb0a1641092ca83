// Which of a list are selected, and at which the keyboard stands. Whatever leaves the list leaves the selection.

import { useRef, useState } from '../vendor/hooks.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {ReturnType<typeof useSelection>} Selection */

/** @param {Node[]} items */
export function useSelection(items) {
  const [ids, setIds] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const [at, setAt] = useState(/** @type {string | null} */ (null));
  const anchor = useRef(/** @type {string | null} */ (null));
  const place = (/** @type {string | null} */ id) => items.findIndex(one => one.id === id);
  // Where the one it stood at is gone, it stands at the one that has taken its place.
  const last = useRef(0);
  if (place(at) >= 0) last.current = place(at);
  const active = items[place(at)] ?? items[Math.min(last.current, items.length - 1)] ?? null;

  const only = (/** @type {string} */ id) => (setIds(new Set([id])), setAt(id), (anchor.current = id));
  const toggle = (/** @type {string} */ id) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setIds(next);
    setAt(id);
    anchor.current = id;
  };
  const upTo = (/** @type {string} */ id) => {
    const [from, to] = [Math.max(0, place(anchor.current)), place(id)].sort((a, b) => a - b);
    setIds(new Set(items.slice(from, to + 1).map(one => one.id)));
    setAt(id);
  };
  const to = (/** @type {number} */ index) => items[Math.max(0, Math.min(items.length - 1, index))];
  return {
    items, active, only, toggle, upTo,
    chosen: items.filter(one => ids.has(one.id)),
    isChosen: (/** @type {string} */ id) => ids.has(id),
    stand: setAt,
    /** The one so many further on; the first one while the keyboard stands nowhere. @param {number} steps */
    beside: steps => (at === null ? to(0) : to(items.indexOf(/** @type {Node} */ (active)) + steps)),
    end: (/** @type {boolean} */ isLast) => to(isLast ? items.length - 1 : 0),
    all: () => setIds(new Set(items.map(one => one.id))),
    none: () => setIds(new Set()),
  };
}
