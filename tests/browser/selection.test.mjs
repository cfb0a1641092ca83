// What is selected is fetched at once, as far as an address can name it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';
import { folderWith, line } from './shelf.mjs';

test('more than an address can name is fetched with the whole folder, or not at once', async () => {
  const names = Array.from({ length: 202 }, (_, number) => `${String(number).padStart(3, '0')}.txt`);
  const { id, href } = await folderWith('Many', Object.fromEntries(names.map(name => [name, name])));
  const { page, peace } = await enter('admin', href);
  for (const last of ['099.txt', '199.txt']) {
    await line(page, last).waitFor();
    await page.getByRole('button', { name: /^More|^Show more/ }).click();
  }
  await line(page, '201.txt').waitFor();
  await page.getByLabel('Select all').check();
  const download = page.getByRole('toolbar').getByRole('link', { name: 'Download' });
  assert.equal(await download.getAttribute('href'), `/api/documents/archive?nodes=${id}`);
  await page.getByLabel('Select 000.txt').uncheck();
  await page.getByText('At most 200 are downloaded at once, or the whole folder.').waitFor();
  assert.ok(await page.getByRole('toolbar').getByRole('button', { name: 'Download' }).isDisabled());
  await page.getByLabel('Select 001.txt').uncheck();
  await download.waitFor();
  const asked = new URL(await download.getAttribute('href'), 'http://house').searchParams.get('nodes').split(',');
  assert.equal(asked.length, 200);
  peace();
});
