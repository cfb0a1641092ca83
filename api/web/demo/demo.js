// Hands the link's secret over and goes in. What is absent: the secret in any address that is sent.

const told = /** @type {HTMLElement} */ (document.getElementById('told'));
const byHand = /** @type {HTMLElement} */ (document.getElementById('login'));

async function enter() {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const body = JSON.stringify({ link: location.hash.slice(1) });
  try {
    const answer = await fetch('/demo', { method: 'POST', headers, body });
    if (answer.ok) return location.replace('/');
    told.textContent = (await answer.json()).detail;
  } catch {
    told.textContent = 'The demo does not answer. It may have been closed; its house vanished with it.';
  }
  byHand.hidden = false;
}

addEventListener('hashchange', () => void enter());
void enter();
