// The browser: Debian's Chromium. A page that logs an error or breaks its security policy fails its
// test, whatever else it shows.

import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(resolve(process.env.DAYBOOK_TEST_WEB ?? 'target/web-tools', 'package.json'));
const { chromium } = require('playwright-core');
export const AXE = require.resolve('axe-core/axe.min.js');

const FLAGS = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
/** What a browser says about answers that are meant to be refusals. */
const EXPECTED = /Failed to load resource: the server responded with a status of (401|403|404|409|410|412|413|422|429)/;

export const openBrowser = () => chromium.launch({ executablePath: process.env.DAYBOOK_TEST_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS.split(' ') });

/** A page whose complaints are collected; `peace` fails when there were any. */
export async function openPage(browser, { session, address, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  if (session) await context.addCookies([{ name: session.cookie, value: session.value, url: address }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on('pageerror', error => complaints.push(error.stack));
  page.on('console', said => said.type() === 'error' && !EXPECTED.test(said.text()) && complaints.push(said.text()));
  const peace = () => {
    if (complaints.length) throw new Error(`the page complained:\n${complaints.join('\n')}`);
  };
  return { page, context, peace, complaints };
}
