// Shortcuts. A key alone or one after `g`; never while somebody types, never with a modifier but
// for the palette.

/** @type {Map<string, { run: () => void, says: string }>} */
const shortcuts = new Map();
let afterG = 0;

/**
 * Adds a shortcut such as `n` or `g d`; answers how to take it away.
 * @param {string} keys @param {string} says @param {() => void} run
 */
export function shortcut(keys, says, run) {
  shortcuts.set(keys, { run, says });
  return () => void shortcuts.delete(keys);
}

/** All of them, for the page that explains them. */
export const allShortcuts = () => [...shortcuts].map(([keys, { says }]) => ({ keys, says }));

/** @param {KeyboardEvent} event */
const isTyping = event => {
  const at = /** @type {HTMLElement} */ (event.target);
  return at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || !!at.closest('dialog');
};

export function listenToKeys() {
  addEventListener('keydown', event => {
    const palette = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k';
    if (!palette && (event.metaKey || event.ctrlKey || event.altKey || isTyping(event))) return;
    const second = Date.now() - afterG < 1200 ? `g ${event.key}` : '';
    const found = palette ? shortcuts.get('mod k') : shortcuts.get(second) ?? shortcuts.get(event.key);
    afterG = event.key === 'g' && !second ? Date.now() : 0;
    if (!found) return;
    event.preventDefault();
    found.run();
  });
}
