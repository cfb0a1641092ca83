// Stars and tags, given from a list and by the keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';
import { asked, folderWith, line } from './shelf.mjs';

/** What the page says, where a screen reader hears it. */
const said = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

test('a star that a key gives is seen and said, and so is one that finds nothing to be given to', async () => {
  const { href } = await folderWith('Starry', { 'one.txt': '1', 'two.txt': '2' });
  const { page, peace } = await enter('admin', href);
  await line(page, 'one.txt').waitFor();
  await page.keyboard.press('s');
  await said(page, 'Nothing is selected.');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('s');
  await said(page, 'has your star.');
  await line(page, 'one.txt').getByText('starred').waitFor();
  assert.equal(await line(page, 'two.txt').getByText('starred').count(), 0);
  await page.keyboard.press('s');
  await said(page, 'has no star any more.');
  await line(page, 'one.txt').getByText('starred').waitFor({ state: 'detached' });
  peace();
});

test('tags are given to several at once and taken off again', async () => {
  const { href, id } = await folderWith('Tagged', { 'one.txt': '1', 'two.txt': '2' });
  const { page, peace } = await enter('admin', href);
  await line(page, 'one.txt').waitFor();
  await page.keyboard.press('Control+a');
  await page.getByLabel('Select all').check();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('t');
  await page.getByLabel('Add').fill('tax, 2026');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await line(page, 'two.txt').getByRole('link', { name: 'tagged tax' }).waitFor();
  await page.getByRole('button', { name: 'Tags' }).click();
  await page.getByLabel('2026').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await line(page, 'two.txt').getByRole('link', { name: 'tagged 2026' }).waitFor({ state: 'detached' });
  const { items } = await asked('GET', `/documents/nodes?parent=${id}`);
  assert.deepEqual(items.map(node => node.tags), [['tax'], ['tax']]);
  peace();
});
