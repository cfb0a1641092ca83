// A folder, as it was: looked at first, done, and undone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { AXE, openPage } from './browser.mjs';
import { browser, demo, enter } from './demo.mjs';

/** The house is asked without the page. */
async function asked(method, path, body, type = 'application/json') {
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': type };
  const answer = await fetch(`${demo.address}/api/documents${path}`, { method, headers, body });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}

/** The next full second by the clock: a moment is chosen to the second. */
async function nextSecond() {
  const at = Math.floor(Date.now() / 1000 + 1) * 1000;
  while (Date.now() <= at) await later(at - Date.now() + 1);
  return at;
}

const clockOf = (at, timeZone) => new Date(at).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');

test('what was thrown away and changed since is shown, put back, and undone', async () => {
  const { items } = await asked('GET', '/spaces');
  const root = items.find(({ space }) => space === 'shared').root;
  const { id } = await asked('POST', '/folders', JSON.stringify({ parent: root, name: 'Ledger' }));
  const a = await asked('PUT', `/folders/${id}/files/a.txt`, 'first', 'text/plain');
  await asked('PUT', `/folders/${id}/files/b.txt`, 'b', 'text/plain');
  const at = await nextSecond();
  await asked('PUT', `/folders/${id}/files/b.txt`, 'b again', 'text/plain');
  await asked('PUT', `/folders/${id}/files/c.txt`, 'c', 'text/plain');
  await asked('DELETE', `/nodes/${a.id}`);

  const { page, peace } = await openPage(browser, { address: demo.address, session: demo.sessions.admin, viewport: { width: 360, height: 740 }, bypassCSP: true, serviceWorkers: 'block' });
  await page.goto(`${demo.address}/documents/folders/${id}`);
  await page.getByRole('link', { name: 'c.txt', exact: true }).waitFor();
  await page.getByRole('button', { name: 'As it was' }).click();
  const { time_zone } = await page.evaluate(() => fetch('/api/household/house').then(answer => answer.json()));
  await page.getByLabel('The moment').fill(clockOf(at, time_zone));
  await page.getByText('1 put back, 1 with earlier content, 1 to the trash').waitFor();
  await page.getByText('Ledger › a.txt').waitFor();
  await page.addScriptTag({ path: AXE });
  assert.deepEqual(await page.evaluate(async () => (await window.axe.run()).violations.map(({ id }) => id)), []);
  await page.getByRole('button', { name: 'Make it so' }).click();
  await page.getByRole('link', { name: 'a.txt', exact: true }).waitFor();
  await page.getByRole('link', { name: 'c.txt', exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'c.txt', exact: true }).waitFor();
  await page.getByRole('link', { name: 'a.txt', exact: true }).waitFor({ state: 'detached' });
  peace();
});

test('before the folder was made there is nothing to go back to', async () => {
  const { items } = await asked('GET', '/spaces');
  const { id } = await asked('POST', '/folders', JSON.stringify({ parent: items[0].root, name: 'New one' }));
  const { page, peace } = await enter('admin', `/documents/folders/${id}`);
  await page.getByRole('button', { name: 'As it was' }).click();
  await page.getByText('the folder was not there at that moment').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Make it so' }).isDisabled(), true);
  await page.keyboard.press('Escape');
  peace();
});
