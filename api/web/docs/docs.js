// The interface's description as a page to read. Everything is text: nothing of the document is
// taken for markup.

import { html, render } from '../vendor/html.js';
import { Fields, Type, words } from './schema.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** @param {{ text?: string }} props */
const Paragraphs = ({ text = '' }) => text.split(/\n\s*\n/).filter(Boolean).map(part => html`<p key=${part}>${words(part)}</p>`);

/** @param {{ content?: Record<string, any> }} props */
const Contents = ({ content = {} }) =>
  Object.entries(content).map(([kind, { schema }]) => html`<p key=${kind}><code>${kind}</code>: <${Type} schema=${schema} /></p>`);

/** @param {{ parameters?: any[] }} props */
const Parameters = ({ parameters = [] }) => parameters.length > 0 && html`<h4>Parameters</h4>
  <dl>${parameters.map(({ name, in: place, schema, required, description }) => html`
    <dt key=${name}><code>${name}</code> <small>${place}, <${Type} schema=${schema} />${required ? '' : ', may be left out'}</small></dt>
    ${description && html`<dd>${words(description)}</dd>`}`)}</dl>`;

/** Problems that many answer with are described once, below. @param {{ responses?: Record<string, any> }} props */
const Answers = ({ responses = {} }) => html`<h4>Answers</h4>
  <dl>${Object.entries(responses).filter(([, one]) => !one.$ref).map(([status, { description, content }]) => html`
    <dt key=${status}><code>${status}</code> <small>${words(description ?? '')}</small></dt>
    ${content && html`<dd><${Contents} content=${content} /></dd>`}`)}</dl>
  <p class="soft">Problems: ${Object.entries(responses).filter(([, one]) => one.$ref).map(([status, one], index) => {
    const name = one.$ref.split('/').at(-1);
    return html`${index ? ', ' : ''}<a key=${status} href=${`#problem-${name}`}>${status}</a>`;
  })}</p>`;

/** @param {{ problems?: Record<string, any> }} props */
const Problems = ({ problems = {} }) => html`<section id="problems"><h2>problems</h2>
  ${Object.entries(problems).map(([name, { description, content }]) => html`<section key=${name} class="shape" id=${`problem-${name}`}>
    <h3><code>${name}</code></h3><p>${words(description)}</p><${Contents} content=${content} />
  </section>`)}
</section>`;

/** @param {{ path: string, method: string, it: any }} props */
const Operation = ({ path, method, it }) => html`<details class="operation" id=${`${method}${path}`}>
  <summary><h3><code class="method">${method.toUpperCase()}</code><code>${path}</code></h3><span class="soft">${it.summary ?? ''}</span></summary>
  <div class="inside">
    <${Paragraphs} text=${it.description} />
    <p class="soft">${it.security?.length ? 'Needs a session.' : 'For anyone.'}</p>
    <${Parameters} parameters=${it.parameters} />
    ${it.requestBody && html`<h4>Body</h4><${Contents} content=${it.requestBody.content} />`}
    <${Answers} responses=${it.responses} />
  </div>
</details>`;

/** @param {{ name: string, schema: any }} props */
const Shape = ({ name, schema }) => html`<section class="shape" id=${`shape-${name}`}>
  <h3><code>${name}</code></h3>
  <${Paragraphs} text=${schema.description} />
  ${schema.properties ? html`<${Fields} schema=${schema} />` : html`<p class="soft"><${Type} schema=${schema} /></p>`}
  ${(schema.allOf ?? []).filter((/** @type {any} */ part) => part.properties).map((/** @type {any} */ part) => html`<${Fields} schema=${part} />`)}
</section>`;

/** Operations by their tag, in the order of the document. @param {any} doc */
function grouped(doc) {
  /** @type {Map<string, any[]>} */
  const groups = new Map();
  for (const [path, item] of Object.entries(doc.paths))
    for (const method of METHODS.filter(known => item[known])) {
      const tag = item[method].tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), { path, method, it: item[method] }]);
    }
  return [...groups];
}

/** @param {{ doc: any }} props */
const Reference = ({ doc }) => html`<main class="page docs">
  <header><div><h1>The interface</h1><${Paragraphs} text=${doc.info.description} /></div><a class="button" href="/">To the house</a></header>
  <nav aria-label="Contents">${grouped(doc).map(([tag]) => html`<a key=${tag} href=${`#${tag}`}>${tag}</a>`)}<a href="#problems">problems</a><a href="#shapes">shapes</a><a href="/api/openapi.json">openapi.json</a></nav>
  ${grouped(doc).map(([tag, items]) => html`<section key=${tag} id=${tag}><h2>${tag}</h2>${items.map(one => html`<${Operation} ...${one} />`)}</section>`)}
  <${Problems} problems=${doc.components.responses} />
  <section id="shapes"><h2>shapes</h2>${Object.entries(doc.components.schemas).map(([name, schema]) => html`<${Shape} key=${name} name=${name} schema=${schema} />`)}</section>
</main>`;

async function open() {
  const place = /** @type {HTMLElement} */ (document.getElementById('docs'));
  const response = await fetch('/api/openapi.json');
  const doc = response.ok ? await response.json() : null;
  place.textContent = doc ? '' : 'The description could not be loaded. Try again in a moment.';
  if (!doc) return;
  render(html`<${Reference} doc=${doc} />`, place);
  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted instanceof HTMLDetailsElement) wanted.open = true;
  wanted?.scrollIntoView();
}

void open();
