// The limits, as an admin sets them, and as whoever does not look after the house never sees them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';

test('a limit is set, refused out of bounds, and put back from its history', async () => {
  const { page, peace } = await enter('admin', '/settings/limits');
  const field = page.getByLabel('Passwords tried, an hour');
  const limit = page.locator('.setting', { has: field });
  await page.getByText('Nobody within the last day.').waitFor();
  assert.equal(await field.inputValue(), '30');
  await field.fill('40');
  await field.press('Enter');
  await page.getByText('Passwords tried, an hour: 40.').waitFor();
  await limit.getByText('History').click();
  await limit.locator('.changes li', { hasText: '40' }).waitFor();
  await field.evaluate(input => input.removeAttribute('min'));
  await field.fill('2');
  await field.press('Enter');
  await limit.getByText(/2 is out of bounds; use 5 to 1000/i).waitFor();
  await field.fill('30');
  await field.press('Enter');
  await page.getByText('Passwords tried, an hour: 30.').waitFor();
  await limit.locator('.changes').getByRole('button', { name: 'Put back' }).click();
  await page.waitForFunction(input => input.value === '40', await field.elementHandle());
  peace();
});

test('no limit is said in words', async () => {
  const { page, peace } = await enter('admin', '/settings/limits');
  const field = page.getByLabel('Uploads, an hour');
  await field.fill('0');
  await field.press('Enter');
  await page.getByText('Uploads, an hour: no limit.').waitFor();
  peace();
});

test('whoever does not look after the house does not see its limits', async () => {
  const { page, peace } = await enter('member', '/settings/limits');
  await page.getByText('This page does not exist').waitFor();
  peace();
});
