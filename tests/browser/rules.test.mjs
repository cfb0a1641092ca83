// What may be stored in a folder: said in a dialog, told to whoever brings something else, and read by whoever may not set it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';
import { asked, folderWith, line } from './shelf.mjs';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]);

test('a folder takes what its rules say, and says why it takes nothing else', async () => {
  const { id, href } = await folderWith('Ruled');
  const { page, peace } = await enter('admin', href);
  await page.getByRole('link', { name: 'What may be stored here' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('This folder takes').selectOption({ label: 'What is said here' });
  await dialog.getByLabel('Pictures').check();
  await dialog.getByLabel('Only names that end in').fill('.JPG, png');
  await dialog.getByLabel('Largest file in MB').fill('2.5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const { own } = await asked('GET', `/documents/folders/${id}/rules`);
  assert.deepEqual(own, { extensions: ['jpg', 'png'], kinds: ['picture'], most_bytes: 2_500_000, most_files: null, place: null });
  await page.getByLabel('Files to upload').setInputFiles([
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: JPEG },
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
    { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') },
  ]);
  await line(page, 'photo.jpg').waitFor();
  await page.getByText('takes only names that end in .jpg or .png').waitFor();
  await page.getByText('takes only pictures, and this is a web page').waitFor();
  assert.equal((await asked('GET', `/documents/nodes?parent=${id}`)).items.length, 1);
  peace();
});

test('whoever may not set the rules of a shared folder reads them', async () => {
  const { id, href } = await folderWith('Read only');
  await asked('PUT', `/documents/folders/${id}/rules`, { own: { kinds: ['document'], most_files: 9 } });
  const { page, peace } = await enter('member', `${href}?rules=1`);
  await page.getByRole('dialog').getByText('Only documents; at most 9 files in a folder. It holds 0 bytes.').waitFor();
  assert.equal(await page.getByRole('dialog').getByRole('button', { name: 'Save' }).count(), 0);
  peace();
});

test('a folder and a person get so much room, and what does not fit is refused with the reason', async () => {
  const { id, href } = await folderWith('Tight');
  const { page, peace } = await enter('admin', `${href}?rules=1`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Most in all, in GB').fill('0.000001');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await asked('GET', `/documents/folders/${id}/quota`)).most_bytes, 1000);
  await page.getByLabel('Files to upload').setInputFiles([{ name: 'large.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1001, 'a') }]);
  await page.getByText('of 1.0 kB that may lie here, 1.0 kB are left').waitFor();
  const member = (await asked('GET', '/identity/accounts')).items.find(one => one.role === 'member');
  await page.goto(new URL(`/people/${member.id}`, page.url()).href);
  await page.getByText(`The own space of ${member.name} holds`).waitFor();
  await page.getByRole('button', { name: 'Change how much it may hold' }).click();
  await dialog.getByLabel('Most in all, in GB').fill('5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('of at most 5.0 GB').waitFor();
  await asked('PUT', `/documents/people/${member.id}/quota`, { most_bytes: null });
  peace();
});
