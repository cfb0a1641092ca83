// Who fetched a file: what is taken away is told, a look at what is one's own is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';
import { asked, folderWith } from './shelf.mjs';

const told = async () => (await asked('GET', '/history/entries?kind=documents.file_delivered.v1', undefined, { as: 'member' })).items.length;

test('whoever looks at a text of their own leaves no trace, and whoever downloads it does', async () => {
  const before = await told();
  const { ids } = await folderWith('Letters', { 'letter.txt': 'Dear Ada' }, { space: 'own', as: 'member' });
  const { page, peace } = await enter('member', `/documents/files/${ids['letter.txt']}`);
  await page.getByText('Dear Ada', { exact: true }).waitFor();
  await page.getByText('Nobody yet.').waitFor();
  const [taken] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download', exact: true }).click()]);
  await taken.path();
  const lines = page.locator('.fetched li');
  await lines.first().waitFor();
  // Deliveries are told in their order: a look that had been told would stand below.
  assert.equal(await lines.count(), 1);
  assert.equal(await told(), before + 1);
  peace();
});
