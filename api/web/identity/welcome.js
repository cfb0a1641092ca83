// The first start: what the house is called, the first account, and then, for whoever is in, mail,
// recovery codes and the network. Everything after the account can be left for later; the settings hold it all.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { house } from '../core/house.js';
import { fragment, navigate, query } from '../core/router.js';
import { session } from '../core/session.js';
import { Mark } from './mark.js';
import { AccountStep, CodeStep, HouseStep } from './founding_steps.js';
import { CodesStep, MailStep, NetworkStep } from './later_steps.js';

const LATER = ['mail', 'codes', 'network'];
const STEPS = ['house', 'account', ...LATER];

/** @param {{ step: string }} props */
const Progress = ({ step }) => {
  const at = STEPS.indexOf(step);
  return html`<p class="progress" role="img" aria-label=${`Step ${at + 1} of ${STEPS.length}`}>
    ${STEPS.map((one, index) => html`<span key=${one} class=${index <= at ? 'done' : ''}></span>`)}
    <span class="words">${at + 1} of ${STEPS.length}</span>
  </p>`;
};

/** Nobody comes in without the link, and it works once. */
const NoLink = () => html`<h1>This house waits for its link</h1>
  <p>The first account is made through a link that works once. The server prints it when it starts.</p>
  <ul class="ways">
    <li>Look where Daybook was started: a line there ends in <code>/welcome#…</code>. Open that one here.</li>
    <li>Not to be found any more? Start Daybook again; until somebody has come in, it prints a new one.</li>
    <li>There is an account already, but nobody gets in? On the machine, <code>daybook person reset</code> sets a new password.</li>
  </ul>
  <p><a class="button" href="/login">To the login</a></p>`;

/** The step that is due. @param {string} login whether the account is made and its code awaited */
function due(login) {
  const asked = query.value.get('step') ?? '';
  if (session.value && LATER.includes(asked)) return asked;
  if (login) return 'code';
  if (session.value) return 'settings';
  if (house.value?.founded) return 'login';
  if (!fragment.value) return 'link';
  return asked === 'account' ? 'account' : 'house';
}

export function Welcome() {
  const [asked, setAsked] = useState({ login: '', email: '' });
  const step = due(asked.login);
  useEffect(() => {
    document.title = 'Welcome · Daybook';
    if (step === 'settings') navigate('/settings', { replace: true });
    if (step === 'login') navigate(query.peek().get('step') ? `/login?to=${encodeURIComponent(`/welcome?${query.peek()}`)}` : '/login', { replace: true });
    const first = /** @type {HTMLElement | null} */ (document.querySelector('.welcome [autofocus]') ?? document.querySelector('.welcome h1'));
    first?.focus({ preventScroll: true });
  }, [step]);
  const token = fragment.value;
  const back = () => setAsked({ login: '', email: '' });
  return html`<div class="welcome">
    <${Mark} />
    ${step !== 'link' && html`<${Progress} step=${step === 'code' ? 'account' : step} />`}
    ${step === 'link' && html`<${NoLink} />`}
    ${step === 'house' && html`<${HouseStep} token=${token} />`}
    ${step === 'account' && html`<${AccountStep} token=${token} onAsked=${setAsked} />`}
    ${step === 'code' && html`<${CodeStep} ...${asked} onBack=${back} />`}
    ${step === 'mail' && html`<${MailStep} />`}
    ${step === 'codes' && html`<${CodesStep} />`}
    ${step === 'network' && html`<${NetworkStep} />`}
  </div>`;
}
