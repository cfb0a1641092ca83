// People and their sessions, as an admin looks after them and as they look after themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';

test('a person is added, renamed, made a viewer, undone and deactivated', async () => {
  const { page, peace } = await enter('admin', '/people');
  await page.getByRole('link', { name: 'Add with a password' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Lena');
  await dialog.getByLabel('Mail address').fill('mara@linden.example');
  await dialog.getByLabel('First password').fill('lena paints the fence');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.locator('.wrong').waitFor();
  await dialog.getByLabel('Mail address').fill('lena@linden.example');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('link', { name: 'Lena' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lena' }).waitFor();
  await page.getByRole('button', { name: 'Change name or role' }).click();
  await dialog.getByLabel('Viewer').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Lena is viewer now.').waitFor();
  await page.locator('dd', { hasText: 'Viewer' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('dd', { hasText: 'Member' }).waitFor();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await page.locator('.tag', { hasText: 'deactivated' }).waitFor();
  await page.getByRole('button', { name: 'Reactivate' }).click();
  await page.locator('.tag', { hasText: 'deactivated' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Close the account' }).click();
  await dialog.getByRole('button', { name: 'Close it for good' }).click();
  await page.locator('.tag', { hasText: 'closed' }).waitFor();
  await page.goto(`${demo.address}/people`);
  await page.getByRole('link', { name: 'Mara Linden' }).first().waitFor();
  assert.equal(await page.getByRole('link', { name: 'Lena' }).count(), 0);
  await page.getByRole('link', { name: 'Show closed accounts, too' }).click();
  await page.getByRole('link', { name: 'Lena' }).waitFor();
  peace();
});

test('whoever saves what another admin has changed meanwhile is told so', async () => {
  const ida = demo.people.find(person => person.name === 'Ida Linden').account;
  const { page, peace } = await enter('admin', `/people/${ida}`);
  await page.getByRole('button', { name: 'Change name or role' }).click();
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': 'application/json' };
  const answer = await fetch(`${demo.address}/api/identity/accounts/${ida}`, { method: 'PATCH', headers, body: JSON.stringify({ name: 'Ida L.' }) });
  assert.ok(answer.ok, await answer.text());
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Ida of the oak');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/Somebody else changed this person/).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Ida L.' }).waitFor();
  peace();
});

test('one is called otherwise, and back', async () => {
  const { page, peace } = await enter('viewer', '/me');
  const before = await page.getByLabel('Name', { exact: true }).inputValue();
  await page.getByLabel('Name', { exact: true }).fill('Granny');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Granny' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { level: 1, name: before }).waitFor();
  peace();
});

test('a new password needs the present one, and ends the other sessions', async () => {
  const { page, peace } = await enter('member', '/me');
  const ida = demo.people.find(person => person.login === demo.login.member);
  await page.getByRole('button', { name: 'Change it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Present password').fill('not this one');
  await dialog.getByLabel('New password').fill('ida climbs the lime tree');
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await dialog.getByText('This is not the present password.').waitFor();
  await dialog.getByLabel('Present password').fill(ida.password);
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await page.getByText('Your password is changed').waitFor();
  assert.equal(await page.locator('.sessions li').count(), 1);
  peace();
});

test('the session one is in ends only after a question', async () => {
  const { page, peace } = await enter('admin', '/me');
  const here = page.locator('.sessions li', { hasText: 'this one' });
  await here.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await page.getByText('Sessions that have ended').click();
  await page.locator('.earlier li').first().waitFor();
  await here.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL('**/login*');
  peace();
});
