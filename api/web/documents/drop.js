// Files that are dropped anywhere on the page. Without this, a browser would leave the page for the file.

import { useEffect, useRef, useState } from '../vendor/hooks.js';

/** @typedef {import('./uploads.js').Taken} Taken */

/** @param {DragEvent} event */
const bringsFiles = event => !!event.dataTransfer?.types.includes('Files') && !document.querySelector('dialog[open]');

/** What was dropped. What a folder is must be asked at once: later the browser has forgotten it. @param {DataTransfer} brought @returns {Taken[]} */
function takenFrom(brought) {
  const items = [...brought.items].filter(item => item.kind === 'file');
  return items.flatMap(item => {
    const file = item.getAsFile();
    const entry = item.webkitGetAsEntry?.();
    return file ? [entry?.isDirectory ? { file, directory: /** @type {FileSystemDirectoryEntry} */ (entry) } : { file }] : [];
  });
}

/** @param {((files: Taken[]) => void) | null} take @returns {boolean} whether something is held over the page */
export function useDrop(take) {
  const [isOver, setOver] = useState(false);
  const now = useRef(take);
  now.current = take;
  const isTaken = take !== null;
  useEffect(() => {
    if (!isTaken) return;
    const over = (/** @type {DragEvent} */ event) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (/** @type {DragEvent} */ event) => !event.relatedTarget && setOver(false);
    const drop = (/** @type {DragEvent} */ event) => {
      if (!bringsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      setOver(false);
      now.current?.(takenFrom(event.dataTransfer));
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => (removeEventListener('dragover', over), removeEventListener('dragleave', leave), removeEventListener('drop', drop), setOver(false));
  }, [isTaken]);
  return isTaken && isOver;
}
