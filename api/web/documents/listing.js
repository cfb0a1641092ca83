// What lies in a folder, as lines or as tiles: one stop of the tab key, and arrows within.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';
import { dayAndTime, exactly } from '../core/days.js';
import { shortcut } from '../core/keys.js';
import { navigate } from '../core/router.js';
import { layout } from './layout.js';
import { End, Star, Tags } from './marks.js';
import { named, pageOf, sized } from './nodes.js';
import { Sign, signOf } from './sign.js';
import { Tile } from './tile.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {import('./selection.js').Selection} Selection */

/** @param {{ node: Node, selection: Selection, mayChange: boolean, isTile: boolean }} props */
const Row = ({ node, selection, mayChange, isTile }) => html`<div role="row" class="node" data-id=${node.id} tabindex=${selection.active?.id === node.id ? 0 : -1}
    aria-selected=${selection.isChosen(node.id)}>
  ${mayChange && html`<div role="gridcell" class="tick"><label><input type="checkbox" tabindex="-1" aria-label=${`Select ${named(node.name)}`} checked=${selection.isChosen(node.id)}
    onChange=${() => selection.toggle(node.id)} /></label></div>`}
  <div role="gridcell" class="called">${isTile ? html`<${Tile} node=${node} />` : html`<${Sign} name=${signOf(node)} />`}<div class="what"><a href=${pageOf(node)} tabindex="-1" title=${named(node.name)}><bdi>${named(node.name)}</bdi></a><span class="marks"><${Star} node=${node} /><${Tags} node=${node} /><${End} node=${node} /></span></div></div>
  <div role="gridcell" class="size figure">${node.kind === 'folder' ? html`<span class="unseen">folder</span>` : sized(node.size_bytes)}</div>
  <div role="gridcell" class="changed">${node.changed_at && html`<time datetime=${node.changed_at} title=${exactly(node.changed_at)}>${dayAndTime(node.changed_at)}</time>`}${node.changed_by && html` <span class="by"><span class="unseen">by </span><bdi>${node.changed_by}</bdi></span>`}</div>
</div>`;

/** How many tiles stand beside each other; one line is alone. @param {Element} grid */
const columnsOf = grid => (layout.peek() === 'tiles' ? getComputedStyle(grid).gridTemplateColumns.split(' ').length : 1);

/** Where an arrow leads; no further than the first and the last row. @param {string} key @param {Selection} selection @param {number} columns */
function reached(key, selection, columns) {
  const aside = layout.peek() === 'tiles' ? { ArrowRight: 1, ArrowLeft: -1 }[key] : undefined;
  const down = { ArrowDown: columns, ArrowUp: -columns }[key];
  if (!down || columns === 1 || !selection.active) return aside ?? down ? selection.beside(/** @type {number} */ (aside ?? down)) : null;
  const [at, last] = [selection.items.indexOf(selection.active), selection.items.length - 1];
  const isOut = at + down < 0 || (at + down > last && Math.floor(at / columns) === Math.floor(last / columns));
  return isOut ? selection.active : selection.beside(down);
}

/** What a key does to the selection; answers whether it did something. @param {KeyboardEvent} event @param {Selection} selection @param {number} columns */
function moved(event, selection, columns) {
  const mod = event.ctrlKey || event.metaKey;
  const goal = event.key === 'Home' || event.key === 'End' ? selection.end(event.key === 'End') : reached(event.key, selection, columns);
  if (goal) {
    if (event.shiftKey) selection.upTo(goal.id);
    else if (mod) selection.stand(goal.id);
    else selection.only(goal.id);
  } else if (mod && event.key.toLowerCase() === 'a') selection.all();
  else return false;
  return true;
}

/** @param {Element | null | undefined} grid @param {string | undefined} id */
const focusRow = (grid, id) => /** @type {HTMLElement | null | undefined} */ (grid?.querySelector(`[data-id="${id}"]`))?.focus();

/** The arrows lead into the list from wherever the focus is. @param {Selection} selection @param {(id: string) => void} enter */
function useArrows(selection, enter) {
  const now = useRef(selection);
  now.current = selection;
  useEffect(() => {
    const go = (/** @type {number} */ step) => () => {
      const goal = now.current.beside(step);
      if (goal) (enter(goal.id), now.current.only(goal.id));
    };
    const ends = [
      shortcut('ArrowDown', 'The next one', go(1)),
      shortcut('ArrowUp', 'The one before', go(-1)),
      shortcut('ArrowDown Enter', 'Open it', () => {}),
      shortcut('Space', 'Select one more, or one less', () => {}),
      shortcut('Shift ArrowDown', 'Select up to the next one', () => {}),
      shortcut('Esc', 'Select nothing', () => {}),
    ];
    return () => ends.forEach(end => end());
  }, []);
}

/** @param {{ label: string, selection: Selection, mayChange: boolean }} props */
export function Listing({ label, selection, mayChange }) {
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const isIn = useRef(false);
  useArrows(selection, id => focusRow(grid.current, id));
  const active = selection.active?.id;
  useEffect(() => void (isIn.current && focusRow(grid.current, active)), [active]);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const onRow = /** @type {Element} */ (event.target).matches('[role=row]');
    if (event.key === 'Enter' && onRow && selection.active) navigate(pageOf(selection.active));
    else if (event.key === ' ' && onRow && selection.active) selection.toggle(selection.active.id);
    else if (event.key === 'Escape') selection.none();
    else if (!moved(event, selection, grid.current ? columnsOf(grid.current) : 1)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (/** @type {MouseEvent} */ event) => {
    const at = /** @type {Element} */ (event.target);
    const id = /** @type {HTMLElement | null} */ (at.closest('[data-id]'))?.dataset.id;
    const many = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!id || at.closest('label') || (at.closest('a') && !many)) return;
    event.preventDefault();
    if (event.shiftKey) selection.upTo(id);
    else if (many) selection.toggle(id);
    else selection.only(id);
  };
  const onDblClick = (/** @type {MouseEvent} */ event) => {
    const at = /** @type {Element} */ (event.target);
    const node = !at.closest('label') && selection.items.find(one => one.id === /** @type {HTMLElement | null} */ (at.closest('[data-id]'))?.dataset.id);
    if (node) navigate(pageOf(node));
  };
  const isTile = layout.value === 'tiles';
  const isAll = selection.chosen.length === selection.items.length;
  return html`<div role="grid" class=${`sheet nodes ${layout.value}`} ref=${grid} aria-label=${label} aria-multiselectable="true" onKeyDown=${onKeyDown} onClick=${onClick} onDblClick=${onDblClick}
      onFocusIn=${() => (isIn.current = true)} onFocusOut=${(/** @type {FocusEvent} */ event) => event.relatedTarget && (isIn.current = false)}>
    <div role="row" class="names">${mayChange && html`<span role="columnheader" class="tick"><label><input type="checkbox" aria-label="Select all" checked=${isAll} onChange=${() => (isAll ? selection.none() : selection.all())} /></label></span>`}<span role="columnheader">Name</span><span role="columnheader" class="size">Size</span><span role="columnheader">Changed</span></div>
    ${selection.items.map(node => html`<${Row} key=${node.id} node=${node} selection=${selection} mayChange=${mayChange} isTile=${isTile} />`)}
  </div>`;
}
