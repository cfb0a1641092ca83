// What tests of documents begin with: the house is asked without the page, and a folder is there with files in it.

import assert from 'node:assert/strict';
import { demo } from './demo.mjs';

/** As the demo's admin, unless somebody else is named. */
export async function asked(method, path, body, { type = 'application/json', as = 'admin' } = {}) {
  const { cookie, value, csrf_token } = demo.sessions[as];
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': type };
  const answer = await fetch(`${demo.address}/api${path}`, { method, headers, body: type === 'application/json' && body ? JSON.stringify(body) : body });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** What is put there again becomes another version. */
export const put = (folder, name, text, how) => asked('PUT', `/documents/folders/${folder}/files/${encodeURIComponent(name)}`, text, { type: 'text/plain', ...how });

/** A folder of its own for each test, in the house's space or in one's own. */
export async function folderWith(name, files = {}, { space: wanted = 'shared', ...how } = {}) {
  const { items } = await asked('GET', '/documents/spaces', undefined, how);
  const parent = items.find(({ space }) => space === wanted).root;
  const { id } = await asked('POST', '/documents/folders', { parent, name }, how);
  const ids = {};
  for (const [file, text] of Object.entries(files)) ids[file] = (await put(id, file, text, how)).id;
  return { id, href: `/documents/folders/${id}`, ids };
}

/** The line of a list that tells of one. */
export const line = (page, name) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
