// Another mail address, from one's own page over both mailboxes; and an account that rests for a while.

import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';
import { found, logIn } from './people.mjs';

const NEW = 'ada.king@house.example';

let browser, house, ada;
before(async () => {
  browser = await openBrowser();
  house = await freshHouse();
  ada = await found(house);
});
after(async () => (await browser?.close(), await house?.close()));

test('a new address waits, is confirmed from there, and is taken back from the old one', async () => {
  const { page, peace } = await openPage(browser);
  await logIn(page, house, ada);
  await page.goto(`${house.address}/me`);
  await page.getByRole('button', { name: 'Change the address' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New mail address').fill(NEW);
  await dialog.getByLabel('Present password').fill('not this one');
  await dialog.getByRole('button', { name: 'Mail the link' }).click();
  await dialog.getByText('This is not the present password.').waitFor();
  await dialog.getByLabel('Present password').fill(ada.password);
  await dialog.getByRole('button', { name: 'Mail the link' }).click();
  await page.getByText('waits for confirmation until').waitFor();
  const guest = await openPage(browser);
  const confirm = await house.mailed(NEW, 'confirm');
  await guest.page.goto(confirm);
  await guest.page.getByRole('button', { name: 'Confirm the address' }).click();
  await guest.page.getByRole('heading', { name: 'The address is confirmed' }).waitFor();
  await guest.page.reload();
  await guest.page.getByText('This link was used already.').waitFor();
  await page.reload();
  await page.locator('dd', { hasText: NEW }).waitFor();
  await guest.page.goto(await house.mailed(ada.email, 'not-me'));
  await guest.page.getByRole('button', { name: 'This was not me' }).click();
  await guest.page.getByRole('heading', { name: 'You are safe again' }).waitFor();
  await guest.page.goto(await house.mailed(ada.email, 'reset'));
  await guest.page.getByLabel('New password').fill('nine herons by the lake');
  await guest.page.getByRole('button', { name: 'Set the password' }).click();
  await guest.page.getByRole('heading', { name: 'Your password is set' }).waitFor();
  await logIn(guest.page, house, { ...ada, password: 'nine herons by the lake' });
  peace();
  guest.peace();
});
