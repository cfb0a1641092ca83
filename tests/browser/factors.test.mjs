// What opens the door besides the password: passkeys (a device of Chromium's own making holds them),
// authenticator apps, recovery codes; and a house that requires one.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AXE, openBrowser, openPage } from './browser.mjs';
import { demoHouse, freshHouse } from './house.mjs';
import { found, logIn } from './people.mjs';

const DEVICE = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
const HALF_A_MINUTE_MS = 30_000;

let browser;
before(async () => void (browser = await openBrowser()));
after(async () => void (await browser?.close()));

/** What an authenticator app shows (RFC 6238). */
function shown(secret, at) {
  const bits = [...secret.replace(/\s/g, '')].map(sign => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / HALF_A_MINUTE_MS)));
  const mac = createHmac('sha1', key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A house under a name that passkeys can belong to, and its first admin inside. */
async function inside() {
  const house = await freshHouse();
  const ada = await found(house);
  const at = house.address.replace('127.0.0.1', 'localhost');
  const opened = await openPage(browser);
  await logIn(opened.page, { ...house, address: at }, ada);
  return { house, ada, at, ...opened };
}

async function logOut(page, at) {
  await page.goto(`${at}/me`);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL('**/login**');
}

async function firstStep(page, { email, password }) {
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
}

/** Sets up an authenticator app where one is; its secret. */
async function addApp(page) {
  await page.getByRole('button', { name: 'Add an app' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
  const secret = await dialog.locator('.secret').textContent();
  await dialog.getByLabel('Name').fill('Phone');
  await dialog.getByLabel('What it shows now').fill(shown(secret, Date.now()));
  await dialog.getByRole('button', { name: 'Set it up' }).click();
  await dialog.waitFor({ state: 'detached' });
  return secret;
}

test('a passkey is added, opens the door with the password and alone, proves who one is, and goes', async () => {
  const { house, ada, at, page, context, peace } = await inside();
  try {
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...DEVICE, automaticPresenceSimulation: true } });
    const touches = enabled => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    await page.goto(`${at}/me/ways`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Laptop');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.locator('.factors li', { hasText: 'Laptop' }).waitFor();
    assert.equal((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length, 1);
    await touches(false);

    await logOut(page, at);
    await firstStep(page, ada);
    await touches(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${at}/`);

    await logOut(page, at);
    // The browser offers it where the mail address is typed, and the finger is on it already.
    await page.waitForURL(`${at}/`);

    await page.addInitScript(() => { PublicKeyCredential.isConditionalMediationAvailable = async () => false; });
    await logOut(page, at);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${at}/`);

    await page.goto(`${at}/me/ways`);
    await page.locator('.factors li', { hasText: 'Laptop' }).waitFor();
    assert.equal(await page.evaluate(async () => {
      const { csrf_token } = await (await fetch('/api/identity/session')).json();
      return (await fetch('/api/identity/session/proof', { method: 'DELETE', headers: { 'x-csrf-token': csrf_token } })).status;
    }), 200);
    await page.getByRole('button', { name: 'Make ten codes' }).click();
    await page.getByRole('dialog', { name: 'Is it you?' }).getByRole('button', { name: 'Use the passkey' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).click();

    await page.getByRole('button', { name: 'Remove Laptop' }).click();
    await dialog.getByText('Nothing else is left then').waitFor();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await page.locator('.factors li', { hasText: 'Laptop' }).waitFor();
    const refused = await page.evaluate(async () => {
      const [{ csrf_token }, { items }] = await Promise.all(['session', 'factors'].map(async path => (await fetch(`/api/identity/${path}`)).json()));
      return (await (await fetch(`/api/identity/factors/${items[0].id}`, { method: 'DELETE', headers: { 'x-csrf-token': csrf_token } })).json()).code;
    });
    assert.equal(refused, 'last_factor', 'nothing but codes in a folder would be left, and nobody said that this is meant');
    await page.getByRole('button', { name: 'Remove Laptop' }).click();
    await dialog.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('None yet. A passkey opens the door alone').waitFor();
    peace();
  } finally {
    await house.close();
  }
});

test('an authenticator app opens the door, each code once, and a recovery code does when it is lost', async () => {
  const { house, ada, at, page, peace } = await inside();
  try {
    await page.goto(`${at}/me/ways`);
    const secret = await addApp(page);
    await page.locator('.factors li', { hasText: 'Phone' }).waitFor();
    await page.getByRole('button', { name: 'Make ten codes' }).click();
    const [code] = (await page.getByRole('dialog').locator('pre').textContent()).split('\n');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 of 10 recovery codes are left').waitFor();

    await logOut(page, at);
    await firstStep(page, ada);
    const next = shown(secret, Date.now() + HALF_A_MINUTE_MS);
    await page.getByLabel('Code').fill(next);
    await page.waitForURL(`${at}/`);
    await logOut(page, at);
    await firstStep(page, ada);
    await page.getByLabel('Code').fill(next);
    await page.locator('.wrong').waitFor();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(code.toUpperCase());
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL(`${at}/`);
    await page.goto(`${at}/me/ways`);
    await page.getByText('9 of 10 recovery codes are left').waitFor();
    peace();
  } finally {
    await house.close();
  }
});

test('whoever has not what the house requires sets it up before they see anything else', async () => {
  const demo = await demoHouse();
  try {
    const enter = role => openPage(browser, { session: demo.sessions[role], address: demo.address, bypassCSP: true });
    const [admin, member] = [await enter('admin'), await enter('member')];
    await member.page.goto(`${demo.address}/diary`);
    await member.page.getByRole('navigation').first().waitFor();
    await admin.page.goto(`${demo.address}/settings`);
    const setting = label => admin.page.locator('.setting', { has: admin.page.getByLabel(label) });
    const admins = setting('admins must have');
    await admins.getByRole('combobox').selectOption('strong');
    await admins.getByRole('button', { name: 'Save' }).click();
    await admins.getByText('yourself first').waitFor();
    await admins.getByRole('button', { name: 'Discard' }).click();
    const others = setting('everybody else must have');
    await others.getByRole('combobox').selectOption('strong');
    await others.getByRole('button', { name: 'Save' }).click();
    await admin.page.getByText('everybody else must have: an authenticator app or a passkey').waitFor();
    await member.page.goto(`${demo.address}/diary`);
    await member.page.getByRole('heading', { name: 'One more thing' }).waitFor();
    assert.equal(await member.page.getByRole('navigation').count(), 0);
    await member.page.getByRole('button', { name: 'Add an app' }).waitFor();
    await member.page.addScriptTag({ path: AXE });
    const { violations } = await member.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(violations.map(({ id }) => id), []);
    await addApp(member.page);
    await member.page.locator('.moment').first().waitFor();
    admin.peace();
    member.peace();
  } finally {
    await demo.close();
  }
});
