// A forgotten password, from the login page to the new one, and the way back when it was somebody else.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';
import { found, logIn } from './people.mjs';

const NEW = 'seven herons by the lake';

let browser, house, ada, used;
before(async () => {
  browser = await openBrowser();
  house = await freshHouse();
  ada = await found(house);
});
after(async () => (await browser?.close(), await house?.close()));

test('whoever forgot the password sets another by the link from the mail', async () => {
  const { page, peace } = await openPage(browser);
  await page.goto(`${house.address}/login`);
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await page.getByLabel('Mail address').fill('nobody@house.example');
  await page.getByRole('button', { name: 'Write me a link' }).click();
  await page.getByRole('heading', { name: 'Look into the mail folder' }).waitFor();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByLabel('Mail address').fill(ada.email);
  await page.getByRole('button', { name: 'Write me a link' }).click();
  await page.getByText(`If ${ada.email} is the address of somebody here`).waitFor();
  used = await house.mailed(ada.email, 'reset');
  await page.goto(used);
  await page.getByRole('heading', { name: 'A new password for Ada' }).waitFor();
  await page.getByLabel('New password').fill(NEW);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByRole('heading', { name: 'Your password is set' }).waitFor();
  await logIn(page, house, { ...ada, password: NEW });
  peace();
});

test('a link that was used says so, and leads to a new one', async () => {
  const { page, peace } = await openPage(browser);
  await page.goto(used);
  await page.getByText('This link was used already.').waitFor();
  await page.goto(`${house.address}/reset#${'0'.repeat(64)}`);
  await page.getByText(/not, or no longer, one of this house/).waitFor();
  await page.getByRole('link', { name: 'Ask for a new link' }).click();
  await page.getByRole('heading', { name: 'Forgotten your password?' }).waitFor();
  peace();
});

test('whoever is told of a reset that was not theirs ends all sessions with one button', async () => {
  const { page, peace } = await openPage(browser);
  const { page: intruders } = await openPage(browser);
  await logIn(intruders, house, { ...ada, password: NEW });
  const link = await house.mailed(ada.email, 'not-me');
  await page.goto(link);
  await page.getByRole('button', { name: 'This was not me' }).click();
  await page.getByRole('heading', { name: 'You are safe again' }).waitFor();
  await intruders.goto(`${house.address}/me`);
  await intruders.waitForURL('**/login*');
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('button', { name: 'This was not me' }).click();
  await page.getByText('This link was used already.').waitFor();
  await page.goto(await house.mailed(ada.email, 'reset'));
  await page.getByLabel('New password').fill('eight herons by the lake');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByRole('heading', { name: 'Your password is set' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'To the login' }).count(), 1);
  peace();
});
