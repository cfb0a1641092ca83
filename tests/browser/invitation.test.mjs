// An invitation, from the people page over the mail to the diary; sent again, withdrawn, too late.

import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';
import { found, logIn } from './people.mjs';

const GRACE = 'grace@house.example';

let browser, house, ada, admin;
before(async () => {
  browser = await openBrowser();
  house = await freshHouse();
  ada = await found(house);
  admin = await openPage(browser);
  await logIn(admin.page, house, ada);
});
after(async () => (await browser?.close(), await house?.close()));

test('somebody is invited, the link is handed over, and they come in by it', async () => {
  const { page, peace } = admin;
  await page.goto(`${house.address}/people`);
  await page.getByRole('link', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mail address').fill(ada.email);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await dialog.locator('.wrong').waitFor();
  await dialog.getByLabel('Mail address').fill(GRACE);
  await dialog.getByLabel('Viewer').check();
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await dialog.getByText('No mail server is set').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.locator('.invited li', { hasText: GRACE }).waitFor();
  const guest = await openPage(browser);
  await guest.page.goto(await house.mailed(GRACE, 'invitation'));
  await guest.page.getByRole('heading', { name: 'Welcome to Daybook' }).waitFor();
  await guest.page.getByLabel('Your name').fill('Grace');
  await guest.page.getByLabel('Password').fill('eleven herons by the lake');
  await guest.page.getByRole('button', { name: 'Come in' }).click();
  await guest.page.getByRole('heading', { name: 'Your account is made' }).waitFor();
  await guest.page.getByLabel('Code').fill(await house.code(GRACE));
  await guest.page.waitForURL(`${house.address}/`);
  await page.reload();
  await page.getByRole('link', { name: 'Grace' }).waitFor();
  await page.locator('.invited').waitFor({ state: 'detached' });
  peace();
  guest.peace();
});

test('sent again the first link is void, and withdrawn both are', async () => {
  const { page, peace } = admin;
  await page.goto(`${house.address}/people?invite=1`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mail address').fill('hedy@house.example');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const first = await house.mailed('hedy@house.example', 'invitation');
  const row = page.locator('.invited li', { hasText: 'hedy@house.example' });
  await row.getByRole('button', { name: 'Send again' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const second = await house.mailed('hedy@house.example', 'invitation');
  const guest = await openPage(browser);
  await guest.page.goto(first);
  await guest.page.getByText('a newer one was sent').waitFor();
  await guest.page.goto(second);
  await guest.page.getByLabel('Your name').waitFor();
  await row.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await row.waitFor({ state: 'detached' });
  await guest.page.reload();
  await guest.page.getByText('This link was withdrawn').waitFor();
  peace();
  guest.peace();
});
