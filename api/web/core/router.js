// Where in the house one is. The address bar is the only state of its kind: filters, days and open
// entries stand in it, so every view can be linked to and the back button does what it says.

import { computed, signal } from '../vendor/signals.js';

const here = signal(new URL(location.href));

export const path = computed(() => here.value.pathname);
export const query = computed(() => here.value.searchParams);
/** The part after `#`, without it: one-time links carry their secret there, where no server sees it. */
export const fragment = computed(() => here.value.hash.slice(1));

/** @param {string} href @param {{ replace?: boolean, keepScroll?: boolean }} [how] */
export function navigate(href, { replace = false, keepScroll = false } = {}) {
  const next = new URL(href, location.href);
  if (next.href === location.href) return;
  const leavesPage = next.pathname !== location.pathname;
  history[replace ? 'replaceState' : 'pushState'](null, '', next);
  here.value = next;
  if (leavesPage && !keepScroll) scrollTo(0, 0);
}

/**
 * The present address with some of its parameters changed; `null` removes one.
 * @param {Record<string, string | null | undefined>} changes @param {string} [pathname]
 */
export function withQuery(changes, pathname = path.value) {
  const params = new URLSearchParams(query.value);
  for (const [key, value] of Object.entries(changes)) {
    if (value) params.set(key, value);
    else params.delete(key);
  }
  const text = params.toString();
  return text ? `${pathname}?${text}` : pathname;
}

/** Links within the house change the view instead of loading the page anew. */
export function followLinks() {
  addEventListener('popstate', () => (here.value = new URL(location.href)));
  addEventListener('hashchange', () => (here.value = new URL(location.href)));
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = /** @type {Element} */ (event.target).closest('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (!isPage(link.pathname)) return;
    event.preventDefault();
    navigate(link.href);
  });
}

/** @param {string} pathname */
const isPage = pathname => !/^\/(api|web|ca\.crt|metrics|healthz|readyz)(\/|$)/.test(pathname);
