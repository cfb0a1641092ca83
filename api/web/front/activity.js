// How full the last days were, as a plot: entries a day, with warnings and worse beneath.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';
import { dayInShort, dayOf, shiftDay } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { navigate } from '../core/router.js';
import { grouped } from '../core/sizes.js';
import { midnight } from '../history/midnight.js';

const DAYS = 35;
const HEIGHT = 150;

/** @typedef {{ day: string, entries: number, warnings: number, criticals: number }} Day */

/** @param {string} name */
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {any} uPlot @param {number} width @param {string[]} days */
function options(uPlot, width, days) {
  const bars = uPlot.paths.bars({ size: [0.8, 40], radius: 0.25 });
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
  return {
    width, height: HEIGHT, legend: { show: false }, cursor: { y: false, points: { show: false }, drag: { x: false } }, padding: [8, 22, 0, 0],
    scales: { x: { time: false, range: () => [-0.6, DAYS - 0.4] }, y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, Math.max(4, most * 1.1)] } },
    axes: [
      { ...axis, size: 26, grid: { show: false }, splits: () => [0, 8, 17, 26, DAYS - 1], values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(index => dayInShort(days[index]).replace(/^\w+ /, '')) },
      { ...axis, size: 36, splits: (/** @type {any} */ _u, /** @type {any} */ _a, /** @type {any} */ _l, /** @type {number} */ most) => [0, Math.round(most / 2), Math.floor(most)] },
    ],
    series: [{}, { fill: colour('--accent'), width: 0, paths: bars }, { fill: colour('--warning'), width: 0, paths: bars }],
  };
}

/** Drawn when it comes into sight: what draws it is the largest part of the page, and on a telephone it lies below. @param {{ days: string[], found: Day[] }} props */
function Plot({ days, found }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    let plot = /** @type {any} */ (null);
    let gone = false;
    const draw = async () => {
      const { default: uPlot } = await import('../vendor/uplot.js');
      if (gone || !frame.current) return;
      plot?.destroy();
      const known = new Map(found.map(day => [day.day, day]));
      const count = (/** @type {(day: Day) => number} */ of) => days.map(day => { const one = known.get(day); return one ? of(one) : 0; });
      const data = [days.map((_, index) => index), count(day => day.entries), count(day => day.warnings + day.criticals)];
      plot = new uPlot(/** @type {any} */ (options(uPlot, frame.current.clientWidth, days)), /** @type {any} */ (data), frame.current);
      plot.over.addEventListener('click', () => plot.cursor.idx != null && navigate(`/diary?day=${days[plot.cursor.idx]}`));
    };
    const sight = new IntersectionObserver(seen => seen.some(one => one.isIntersecting) && (sight.disconnect(), void draw()));
    if (frame.current) sight.observe(frame.current);
    const sized = new ResizeObserver(() => plot && plot.setSize({ width: frame.current?.clientWidth ?? 300, height: HEIGHT }));
    if (frame.current) sized.observe(frame.current);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => plot && draw();
    scheme.addEventListener('change', redraw);
    return () => ((gone = true), sight.disconnect(), sized.disconnect(), scheme.removeEventListener('change', redraw), plot?.destroy());
  }, [days.join(), found]);
  return html`<div class="plot" ref=${frame} aria-hidden="true"></div>`;
}

export function Activity() {
  const days = Array.from({ length: DAYS }, (_, index) => shiftDay(dayOf(), index - DAYS + 1));
  const found = useResource(`/api/history/days?${new URLSearchParams({ from: midnight(days[0]), until: midnight(shiftDay(dayOf(), 1)) })}`);
  const list = /** @type {Day[]} */ (found.data?.items ?? []);
  const total = list.reduce((sum, day) => sum + day.entries, 0);
  const worse = list.reduce((sum, day) => sum + day.warnings + day.criticals, 0);
  return html`<section class="sheet">
    <h2>The last five weeks</h2>
    <p class="soft small">${found.data ? `${grouped(total)} entries, ${grouped(worse)} of them warnings or worse.` : html`<span class="bone w1"></span>`}</p>
    ${found.data ? html`<${Plot} days=${days} found=${found.data.items} />` : html`<div class="plot"></div>`}
  </section>`;
}
