// The settings, as an admin changes them and as others see them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';

const setting = (page, label) => page.locator('.setting', { has: page.getByLabel(label) });

test('a setting is saved, undone, and put back from its history', async () => {
  const { page, peace } = await enter('admin', '/settings');
  const name = setting(page, 'Name of the house');
  const field = page.getByLabel('Name of the house');
  const before = await field.inputValue();
  const is = text => page.waitForFunction(wanted => document.querySelector('[name=name]').value === wanted, text);
  assert.equal(await name.getByRole('button').count(), 0, 'there is nothing to save');
  await field.fill('Elm Street 1');
  await field.press('Enter');
  await page.getByText('Name of the house: Elm Street 1.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await is(before);
  await name.getByText('History').click();
  const change = name.locator('.changes li', { hasText: 'Elm Street 1' }).nth(1);
  await change.getByRole('button', { name: 'Put back' }).click();
  await is('Elm Street 1');
  await page.getByRole('link', { name: 'Elm Street 1' }).waitFor();
  peace();
});

test('what does not fit is said at its field, and nothing changes', async () => {
  const { page, peace } = await enter('admin', '/settings');
  const field = page.getByLabel('Time zone');
  const before = await field.inputValue();
  await field.fill('Moon/Base');
  await field.press('Enter');
  await setting(page, 'Time zone').getByText(/is no time zone/).waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await setting(page, 'Time zone').getByRole('button', { name: 'Discard' }).click();
  assert.equal(await field.inputValue(), before);
  assert.equal(await field.getAttribute('aria-invalid'), null);
  peace();
});

test('whoever does not look after the house reads its settings and changes none', async () => {
  const { page, peace } = await enter('viewer', '/settings');
  await page.getByText('Europe/Berlin').waitFor();
  assert.equal(await page.locator('main input').count(), 0);
  await page.goto(`${demo.address}/settings/mail`);
  await page.getByText('This page does not exist').waitFor();
  peace();
});

test('the network says how the house is reached, and what to write where', async () => {
  const { page, peace } = await enter('admin', '/settings/network');
  await page.getByText('No, from this machine only').waitFor();
  await page.getByText('mode = "local"').waitFor();
  peace();
});
