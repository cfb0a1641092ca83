// Being forgotten: asked for by a person on their own page, done by an admin who types the name, and proved
// by a certificate that names nobody.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';

test('a person asks to be erased, and takes it back', async () => {
  const { page, peace } = await enter('viewer', '/me');
  await page.getByRole('button', { name: 'Ask to be erased' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Ask to be erased' }).click();
  await dialog.getByRole('button', { name: 'Ask to be erased' }).click();
  await page.getByText('You asked to be erased').waitFor();
  const admin = await enter('admin', '/erasures');
  await admin.page.locator('.people .tag', { hasText: 'asked for' }).waitFor();
  admin.peace();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('button', { name: 'Ask to be erased' }).waitFor();
  peace();
});

test('a person takes away what the house knows of them, once it is proved who sits there', async () => {
  const { page, peace } = await enter('member', '/me');
  await page.evaluate(async () => {
    const { csrf_token } = await (await fetch('/api/identity/session')).json();
    await fetch('/api/identity/session/proof', { method: 'DELETE', headers: { 'x-csrf-token': csrf_token } });
  });
  const me = demo.people.find(person => person.login === demo.login.member);
  await page.getByRole('button', { name: 'Take it away' }).click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByLabel('Your password').fill(me.password);
  const [download] = await Promise.all([page.waitForEvent('download'), proof.getByRole('button', { name: 'Go on' }).click()]);
  assert.match(download.suggestedFilename(), /^daybook-my-data-\d{4}-\d\d-\d\d\.zip$/);
  const archive = await readFile(await download.path());
  assert.equal(archive.readUInt32LE(0), 0x04034b50, 'it is a zip archive');
  for (const name of ['README.txt', 'account.json', 'sessions.json', 'diary.json']) assert.ok(archive.includes(name), name);
  peace();
});

test('somebody is erased by their typed name, and the certificate names nobody', async () => {
  const ida = demo.people.find(person => person.name === 'Ida Linden');
  const { page, peace } = await enter('admin', `/people/${ida.account}`);
  await page.getByRole('button', { name: 'Erase …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type Ida Linden to go on').fill('Ida');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await dialog.locator('.wrong').waitFor();
  await dialog.getByLabel('Type Ida Linden to go on').fill('Ida Linden');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await page.getByRole('heading', { level: 1, name: 'Certificate of erasure' }).waitFor();
  await page.getByText(/sealed values in \d+ entries can be read no more/).waitFor();
  await page.getByRole('heading', { name: 'What could not be purged' }).waitFor();
  assert.equal(await page.getByText(/\bIda\b/).count(), 0);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'JSON' }).click()]);
  assert.match(download.suggestedFilename(), /^erasure-.*\.json$/);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: 'Erasures' }).click();
  await page.locator('.people .tag', { hasText: 'erased' }).waitFor();
  await page.goto(`${demo.address}/people/${ida.account}`);
  await page.getByRole('heading', { level: 1, name: 'Somebody who was erased' }).waitFor();
  await page.goto(`${demo.address}/diary?person=${ida.account}`);
  await page.getByRole('main').getByText('Somebody who was erased').first().waitFor();
  assert.equal(await page.getByText(/\bIda\b/).count(), 0);
  peace();
});
