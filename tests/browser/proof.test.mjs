// Who sits here? The house asks before something dangerous, once, and goes on where one was.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { demoHouse } from './house.mjs';

let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await demoHouse();
});
after(async () => (await browser?.close(), await demo?.close()));

/** Lets the proof of a page's session count no longer. */
const endProof = page => page.evaluate(async () => {
  const { csrf_token } = await (await fetch('/api/identity/session')).json();
  const answer = await fetch('/api/identity/session/proof', { method: 'DELETE', headers: { 'x-csrf-token': csrf_token } });
  return answer.status;
});

test('something dangerous waits for a proof, and goes on by itself', async () => {
  const { page, context, peace } = await openPage(browser, { session: demo.sessions.admin, address: demo.address });
  const mara = demo.people.find(person => person.login === demo.login.admin);
  await page.goto(`${demo.address}/people`);
  assert.equal(await endProof(page), 200);
  await page.getByRole('link', { name: 'Add with a password' }).click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await form.getByLabel('Name').fill('Lena');
  await form.getByLabel('Mail address').fill('lena@linden.example');
  await form.getByLabel('First password').fill('lena paints the fence');
  await form.getByRole('button', { name: 'Add' }).click();
  await proof.getByRole('button', { name: 'Cancel' }).click();
  await form.getByText('Nothing was changed').waitFor();
  assert.equal(await form.getByLabel('Name').inputValue(), 'Lena', 'what was typed stays');
  assert.equal(await page.getByRole('link', { name: 'Lena' }).count(), 0);
  await form.getByRole('button', { name: 'Add' }).click();
  await proof.getByLabel('Your password').fill('not this one');
  await proof.getByRole('button', { name: 'Go on' }).click();
  await proof.getByText('This is not the right password.').waitFor();
  const secret = async () => (await context.cookies()).find(cookie => cookie.name === demo.sessions.admin.cookie).value;
  const before = await secret();
  await proof.getByLabel('Your password').fill(mara.password);
  await proof.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('link', { name: 'Lena' }).click();
  assert.notEqual(await secret(), before, 'the session has another secret');
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await page.locator('.tag', { hasText: 'deactivated' }).waitFor();
  assert.equal(await proof.count(), 0, 'it is asked once');
  peace();
});

test('the question closes on Escape and changes nothing', async () => {
  const { page, peace } = await openPage(browser, { session: demo.sessions.member, address: demo.address });
  await page.goto(`${demo.address}/me`);
  assert.equal(await endProof(page), 200);
  const asked = page.evaluate(async version => {
    const { ask } = await import(`/web/${version}/core/api.js`);
    return ask('GET', '/api/history/export.csv').then(() => 'sent', error => error.code);
  }, await page.evaluate(() => document.querySelector('script[type=module]').src.split('/web/')[1].split('/')[0]));
  await page.getByRole('dialog', { name: 'Is it you?' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await asked, 'proof_refused');
  assert.equal(await page.getByRole('dialog').count(), 0);
  peace();
});
