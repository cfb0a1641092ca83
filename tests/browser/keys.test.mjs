// Keys for programs, from made to revoked, and what a person is granted.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { demoHouse } from './house.mjs';

let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await demoHouse();
});
after(async () => (await browser?.close(), await demo?.close()));

async function enter(role, path) {
  const opened = await openPage(browser, { address: demo.address, session: demo.sessions[role] });
  await opened.page.goto(demo.address + path);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

async function make(page, name, scopes) {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  for (const scope of scopes) await dialog.getByLabel(scope, { exact: true }).check();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  const key = await dialog.getByLabel('The key').textContent();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  return key;
}

const asked = (key, path, options) => fetch(demo.address + path, { ...options, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } });

test('a key is made, shown once, used, found in the diary, and revoked after a question', async () => {
  const { page, peace } = await enter('admin', '/me');
  const key = await make(page, 'Garden script', ['House and settings: act', 'Diary: look']);
  assert.match(key, /^dbk_[0-9a-f]{32}_[0-9a-f]{64}$/);
  const row = page.locator('.keys li', { hasText: 'Garden script' });
  await row.getByText('never used').waitFor();
  assert.ok(!(await page.content()).includes(key), 'it is shown once');
  const changed = await asked(key, '/api/household/settings', { method: 'PATCH', body: JSON.stringify({ name: 'The old mill' }) });
  assert.equal(changed.status, 200, await changed.text());
  assert.equal((await asked(key, '/api/alerts/alerts')).status, 403);
  await row.getByRole('link', { name: 'What Garden script did' }).click();
  await page.getByText('with the key Garden script').first().waitFor();
  assert.equal(await page.locator('.moment .line').count(), 1);
  await page.goto(`${demo.address}/keys`);
  await row.getByText('last used').waitFor();
  await row.getByRole('button', { name: 'Revoke Garden script' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await row.getByRole('button', { name: 'Revoke Garden script' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await row.waitFor({ state: 'detached' });
  assert.equal((await asked(key, '/api/household/settings')).status, 401);
  await page.getByLabel('Show keys that have ended, too').check();
  await row.getByText('revoked', { exact: false }).waitFor();
  peace();
});

test('a key without a purpose or from a network that is none is refused where it stands', async () => {
  const { page, peace } = await enter('member', '/me');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Thermometer');
  await dialog.getByLabel('House and settings: look').waitFor();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByText('say what the key is for').waitFor();
  await dialog.getByLabel('House and settings: look').check();
  await dialog.getByLabel('Only from').fill('the garden');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByText('neither an address nor a network').first().waitFor();
  await dialog.getByLabel('Only from').fill('127.0.0.1 fd00::/8');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByLabel('The key').waitFor();
  peace();
});

test('what is withheld from a person is gone from their pages at once, and comes back', async () => {
  const { page, peace } = await enter('admin', '/people');
  const person = demo.people.find(one => one.login === demo.login.member);
  await page.getByRole('link', { name: person.name }).click();
  await page.getByLabel('Diary: Nothing').check();
  await page.getByText('may see nothing now').waitFor();
  const theirs = await enter('member', '/me');
  assert.equal(await theirs.page.getByRole('link', { name: 'Diary', exact: true }).count(), 0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.areas .tag').waitFor({ state: 'detached' });
  await theirs.page.reload();
  await theirs.page.getByRole('link', { name: 'Diary', exact: true }).waitFor();
  theirs.peace();
  peace();
});
