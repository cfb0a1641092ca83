// What the house watches out for, as an admin sets it and tries it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';

const card = (page, title) => page.getByRole('region', { name: title });

test('a rule is tried on the last month, more of it with lower numbers, and its moments lead into the diary', async () => {
  const { page, peace } = await enter('admin', '/alerts/watch');
  const rule = card(page, 'Many failures on one account');
  await rule.getByRole('button', { name: 'Try it on the last month' }).click();
  await rule.getByText(/Would have found nothing in the last 30 days/).waitFor();
  await rule.locator('[name=limit]').fill('3');
  await rule.getByText(/Would have found something/).waitFor();
  const lines = rule.locator('.moments li');
  const sentence = await lines.first().locator('span').textContent();
  assert.match(sentence, /Somebody is guessing at one account: \d+ wrong passwords or codes within a day/);
  await rule.locator('[name=limit]').fill('2');
  await rule.getByText('These numbers are out of range.').waitFor();
  await rule.getByRole('button', { name: 'Discard' }).click();
  await rule.getByText(/Would have found nothing/).waitFor();
  await rule.locator('[name=limit]').fill('3');
  await lines.first().getByRole('link').click();
  await page.waitForURL(/\/diary\/\d+$/);
  await page.getByRole('heading', { level: 1, name: /wrong/ }).waitFor();
  peace();
});

test('a rule is changed, undone and switched off, and its history tells by whom', async () => {
  const { page, peace } = await enter('admin', '/alerts/watch');
  const rule = card(page, 'One address, many accounts');
  const limit = rule.locator('[name=limit]');
  await limit.fill('4');
  await rule.getByRole('button', { name: 'Save' }).click();
  await page.getByText('One address, many accounts: saved.').waitFor();
  await rule.getByText('Why these numbers').click();
  await rule.getByText(/fails at 4 accounts within 10 minutes/).waitFor();
  await rule.getByText(/by Mara Linden/).first().waitFor();
  await rule.getByRole('button', { name: 'Take the usual numbers' }).click();
  assert.equal(await limit.inputValue(), '3');
  await rule.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await rule.getByText(/fails at 3 accounts within 10 minutes/).waitFor();
  await rule.getByRole('switch').click();
  await page.getByText('One address, many accounts: off.').waitFor();
  await rule.locator('[role=switch][aria-checked=false]').waitFor();
  await rule.getByText('switched off').waitFor();
  await rule.getByRole('switch').click();
  await rule.locator('[role=switch][aria-checked=true]').waitFor();
  peace();
});

test('what the watch found leads to what it rests on', async () => {
  const { page, peace } = await enter('admin', '/alerts/watch');
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': 'application/json' };
  const set = await fetch(`${demo.address}/api/alerts/watch/spraying`, { method: 'PATCH', headers, body: JSON.stringify({ limit: 2 }) });
  assert.ok(set.ok, await set.text());
  for (const email of ['ida@linden.example', 'grete@linden.example']) {
    const body = JSON.stringify({ email, password: 'not the word at all' });
    await fetch(`${demo.address}/api/identity/logins`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }
  await page.goto(`${demo.address}/diary`);
  const line = page.getByRole('link', { name: /Somebody at .* tried 2 accounts within 10 minutes/ });
  await line.click();
  await page.locator('dt', { hasText: 'evidence' }).waitFor();
  const evidence = page.locator('dd a[href^="/diary/"]');
  await evidence.nth(1).waitFor();
  await evidence.first().click();
  await page.getByRole('heading', { level: 1, name: /wrong password/ }).waitFor();
  peace();
});

test('whoever does not look after the house has no watch', async () => {
  const { page, peace } = await enter('member', '/alerts');
  await page.getByRole('link', { name: 'What I am told of' }).first().waitFor();
  assert.equal(await page.getByRole('link', { name: 'Watch' }).count(), 0);
  await page.goto(`${demo.address}/alerts/watch`);
  await page.getByText('This page does not exist').waitFor();
  peace();
});
