// Who was told to wait lately, for those who look after the house; nothing where nobody was.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { isAdmin } from '../core/session.js';

export const LATELY = '/api/household/limits/lately';

export function Limited() {
  const found = useResource(isAdmin.value ? LATELY : null);
  const count = found.data?.items?.length ?? 0;
  if (!count) return null;
  return html`<p class="soft small note"><a href="/settings/limits">${count === 1 ? 'One client was' : `${count} clients were`} told to wait</a> within the last day, for asking too often.</p>`;
}
