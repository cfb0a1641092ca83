// The first minutes in a new house: the link, the name, the account, the code out of the folder, and
// the steps that can wait.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';

let browser, house;
before(async () => {
  browser = await openBrowser();
  house = await freshHouse();
});
after(async () => (await browser?.close(), await house?.close()));

const ada = { name: 'Ada', email: 'ada@house.example', password: 'a long enough phrase' };
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Up to where a code is asked for. */
async function logIn(page, path) {
  await page.goto(house.address + path);
  await page.getByLabel('Mail address').fill(ada.email);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await heading(page, 'One more step');
}

test('without the link nobody begins, and the page says where it is', async () => {
  const { page, peace } = await openPage(browser);
  await page.goto(house.address);
  await page.waitForURL('**/welcome');
  await heading(page, 'This house waits for its link');
  await page.getByText('daybook person reset').waitFor();
  peace();
});

test('a wrong link is refused at the end and changes nothing', async () => {
  const { page, peace } = await openPage(browser);
  await page.goto(`${house.address}/welcome?step=account#${'0'.repeat(64)}`);
  await page.getByLabel('Your name').fill(ada.name);
  await page.getByLabel('Mail address').fill(ada.email);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByText(/the server prints the right one/).waitFor();
  peace();
});

test('the first person is led from the link to the diary, with the keyboard alone', async () => {
  const { page, peace } = await openPage(browser);
  const type = async (...texts) => {
    for (const text of texts) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
  };
  await page.goto(house.link);
  await heading(page, 'Welcome home');
  await type('Linden Lane 4', 'Europe/Vienna');
  await heading(page, 'Who are you?');
  await page.getByText('2 of 5').waitFor();
  await type(ada.name, ada.email, ada.password);
  await heading(page, 'The account is made');
  await page.getByText(/in the data folder of Daybook/).waitFor();
  await page.keyboard.type(await house.code(ada.email));
  await heading(page, 'Let the house send mail');
  assert.equal(new URL(page.url()).hash, '', 'the secret is gone from the address');
  await page.getByRole('button', { name: /Later|Continue/ }).click();
  await heading(page, 'A key for the drawer');
  await page.getByRole('button', { name: 'Make ten codes' }).click();
  await page.getByRole('dialog', { name: 'Your recovery codes' }).getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 of 10 recovery codes are left').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await heading(page, 'Open it to your home');
  await page.getByText(/listen = "0.0.0.0:8443"/).waitFor();
  await page.getByRole('link', { name: 'Open the house' }).click();
  await page.getByRole('link', { name: 'Linden Lane 4' }).waitFor();
  await page.goto(`${house.address}/welcome`);
  await page.waitForURL('**/settings');
  await page.waitForFunction(() => document.querySelector('[name=time_zone]')?.value === 'Europe/Vienna');
  peace();
});

test('a mail server that refuses the test is not gone on with, unless somebody says so', async () => {
  const { page, peace } = await openPage(browser);
  await logIn(page, `/login?to=${encodeURIComponent('/welcome?step=mail')}`);
  await page.getByText(/in the data folder of Daybook/).waitFor();
  await page.getByLabel('Code').fill(await house.code(ada.email));
  await heading(page, 'Let the house send mail');
  const asked = [];
  page.on('request', request => request.url().includes('/mail-server') && request.method() !== 'GET' && asked.push(request.method()));
  await page.getByLabel('Server').fill('127.0.0.1');
  await page.getByLabel('Port').fill('9');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByText(/The mail was not accepted/).waitFor();
  await page.getByText(/Nothing was saved/).waitFor();
  assert.deepEqual(asked, ['POST'], 'tried, and not saved');
  await page.getByRole('button', { name: 'Use it anyway' }).click();
  await heading(page, 'A key for the drawer');
  assert.deepEqual(asked, ['POST', 'PUT']);

  // Nobody is locked out by it: the code lies on the machine all the same.
  await page.context().clearCookies();
  await logIn(page, '/login');
  await page.getByText(/A code that the mail server does not take lies on the machine/).waitFor();
  await page.getByLabel('Code').fill(await house.code(ada.email));
  await page.getByRole('link', { name: 'Linden Lane 4' }).waitFor();
  peace();
});

test('the word on a password is the one by which it is refused', async () => {
  const { page, peace } = await openPage(browser);
  await logIn(page, '/login');
  await page.getByLabel('Code').fill(await house.code(ada.email));
  await page.getByRole('link', { name: 'Linden Lane 4' }).waitFor();
  await page.goto(`${house.address}/people?add=1`);
  const password = page.getByLabel('First password', { exact: true });
  await page.getByLabel('Name', { exact: true }).fill('Bob Baker');
  for (const [typed, word] of [
    ['one', '7 more characters.'],
    ['Password2024!', 'This is among the passwords that are tried first; choose a few words of your own.'],
    ['abcabcabcabc', 'This is one short pattern only; a few words make a better one.'],
    ['Bob Baker 1', 'This is made of your name, your address or the name of the house; add a few other words.'],
    ['seven herons at dusk', 'Strong.'],
  ]) {
    await password.fill(typed);
    await page.getByText(word, { exact: true }).waitFor();
  }
  peace();
});

test('a link that was used leads to the login', async () => {
  const { page, peace } = await openPage(browser);
  await page.goto(house.link);
  await page.waitForURL('**/login');
  peace();
});
