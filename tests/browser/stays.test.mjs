// For how long sessions last, as an admin sets it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';

test('a time is set, told in words, refused out of bounds, and has a history', async () => {
  const { page, peace } = await enter('admin', '/settings/sessions');
  const section = page.locator('section', { has: page.getByRole('heading', { name: 'Viewers' }) });
  const field = section.getByLabel('Minutes without a request');
  const setting = section.locator('.setting', { has: page.getByLabel('Minutes without a request') });
  await field.waitFor();
  assert.equal(await field.inputValue(), '30');
  await field.fill('600');
  await field.press('Enter');
  await page.getByText('Minutes without a request: 10 hours.').waitFor();
  await setting.getByText('History').click();
  await setting.locator('.changes li', { hasText: '10 hours' }).waitFor();
  await field.evaluate(input => input.removeAttribute('min'));
  await field.fill('2');
  await field.press('Enter');
  await setting.getByText(/2 is out of bounds; use 5 to 10080/i).waitFor();
  await field.fill('30');
  await field.press('Enter');
  await page.getByText('Minutes without a request: 30 minutes.').waitFor();
  peace();
});

test('whoever does not look after the house does not see it', async () => {
  const { page, peace } = await enter('member', '/settings/sessions');
  await page.getByText('This page does not exist').waitFor();
  peace();
});
