// Alerts, as they are looked at and chosen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';

const told = (page, about) => page.getByLabel(about, { exact: true });

test('a choice is taken at once, kept, and can be undone', async () => {
  const { page, peace } = await enter('admin', '/alerts/subscriptions');
  const before = await told(page, 'Settings').inputValue();
  const other = before === 'critical' ? 'warning' : 'critical';
  await told(page, 'Settings').selectOption(other);
  await page.getByText(/^Settings: /).waitFor();
  await page.reload();
  assert.equal(await told(page, 'Settings').inputValue(), other);
  await told(page, 'Settings').selectOption(before);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(wanted => document.querySelector('#told-household').value === wanted, other);
  peace();
});

test('a new alert appears by itself, and is marked as seen with all others', async () => {
  const { page, peace } = await enter('admin', '/alerts/subscriptions');
  await told(page, 'Settings').selectOption('notice');
  await page.getByText('Settings: everything.').waitFor();
  await page.getByRole('link', { name: 'What happened' }).click();
  await page.locator('.alert').first().waitFor();
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': 'application/json' };
  const answer = await fetch(`${demo.address}/api/household/settings`, { method: 'PATCH', headers, body: JSON.stringify({ name: 'Oak Street 9' }) });
  assert.ok(answer.ok, await answer.text());
  await page.locator('.alert', { hasText: 'Oak Street 9' }).getByRole('button', { name: 'Seen' }).waitFor();
  await page.getByRole('button', { name: 'Mark all as seen' }).click();
  await page.getByText('All are marked as seen.').waitFor();
  await page.getByRole('button', { name: 'Seen', exact: true }).first().waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Not seen' }).click();
  await page.getByText('Nothing waits for you.').waitFor();
  peace();
});

test('an alert leads to its entry', async () => {
  const { page, peace } = await enter('admin', '/alerts');
  const line = page.locator('.alert a').first();
  await page.waitForFunction(() => document.querySelector('.alert a')?.textContent);
  const sentence = await line.textContent();
  await line.click();
  await page.getByRole('heading', { level: 1, name: sentence }).waitFor();
  peace();
});
