// A file with an end, and a version with one of its own: said in a dialog, seen on the page, and lifted again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';
import { asked, folderWith, put } from './shelf.mjs';

const MOMENT_MS = 3000;

test('a file and a version of it get an end, come to it, and are back without one', async () => {
  const { id, ids } = await folderWith('Ending', { 'plan.txt': 'first' });
  await put(id, 'plan.txt', 'second');
  const file = ids['plan.txt'];
  const { page, peace } = await enter('admin', `/documents/files/${file}`);
  const dialog = page.getByRole('dialog');
  const version = page.locator('.versions li', { hasText: 'Version 1' });
  await page.getByRole('button', { name: 'When version 1 ends' }).click();
  await dialog.getByRole('heading', { name: 'When version 1 of plan.txt ends' }).waitFor();
  await dialog.getByLabel('It ends').selectOption('30');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await version.getByText(/^ends /).waitFor();
  await asked('PUT', `/documents/files/${file}/versions/1/expiry`, { until: new Date(Date.now() + MOMENT_MS) });
  await page.waitForTimeout(MOMENT_MS);
  await page.reload();
  await version.getByText('expired').waitFor();
  await page.getByText('second').waitFor();
  await page.getByRole('link', { name: 'View version 1' }).click();
  await page.getByText('This version has expired. Whoever may change it gives it another end below.').waitFor();
  await page.getByRole('button', { name: 'When version 1 ends' }).click();
  await dialog.getByLabel('It ends').selectOption('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('first').waitFor();
  await page.getByRole('button', { name: 'Expiry' }).click();
  await dialog.getByRole('heading', { name: 'When plan.txt ends' }).waitFor();
  await dialog.getByLabel('It ends').selectOption('7');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.locator('.marks').getByText(/^ends /).waitFor();
  assert.ok((await asked('GET', `/documents/nodes/${file}`)).expires_at);
  peace();
});
