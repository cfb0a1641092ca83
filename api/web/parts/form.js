// Forms: one field in error is marked where it stands, everything else is said above the button.

import { html } from '../vendor/html.js';
import { useId, useState } from '../vendor/hooks.js';
import { Trouble } from './states.js';

/** @typedef {{ busy: boolean, error: import('../core/api.js').Problem | null, submit: (event: Event) => void, clear: () => void }} Form */

/**
 * Runs what a form is for, once at a time, and keeps what went wrong.
 * @param {(values: Record<string, string>, form: HTMLFormElement) => Promise<unknown>} run
 * @returns {Form}
 */
export function useForm(run) {
  const [state, set] = useState({ busy: false, error: /** @type {any} */ (null) });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (state.busy) return;
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    set({ busy: true, error: null });
    try {
      await run(values, form);
      set({ busy: false, error: null });
    } catch (error) {
      set({ busy: false, error });
      const field = /** @type {any} */ (error).field;
      const at = field ? form.elements.namedItem(field) : null;
      if (at instanceof HTMLElement) at.focus();
    }
  };
  return { ...state, submit, clear: () => set({ busy: false, error: null }) };
}

/** What is wrong with one field, without its name before it. @param {Form | undefined} form @param {string} name */
function wrongOf(form, name) {
  const detail = form?.error?.errors?.find(error => error.field === name)?.detail.replace(/^\w+: /, '');
  return detail ? `${detail[0].toUpperCase()}${detail.slice(1)}.` : null;
}

/**
 * A labelled field. What else is given goes to the input.
 * @param {{ label: string, name: string, hint?: any, form?: Form, as?: string, children?: any, [more: string]: any }} props
 */
export function Field({ label, name, hint, form, as = 'input', children, ...more }) {
  const id = useId();
  const wrong = wrongOf(form, name);
  const said = [hint && `${id}h`, wrong && `${id}w`].filter(Boolean).join(' ') || undefined;
  const attributes = { id, name, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': said, ...more };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${as === 'select' ? html`<select ...${attributes}>${children}</select>` : as === 'textarea' ? html`<textarea ...${attributes}></textarea>` : html`<input ...${attributes} />`}
    ${hint && html`<span class="hint" id=${`${id}h`}>${hint}</span>`}
    ${wrong && html`<span class="wrong" id=${`${id}w`}>${wrong}</span>`}
  </div>`;
}

/** What is wrong with the form as a whole. @param {{ form: Form, names?: string[] }} props */
export const FormTrouble = ({ form, names = [] }) =>
  form.error && !(form.error.field && names.includes(form.error.field)) ? html`<${Trouble} error=${form.error} />` : null;

/** @param {{ form: Form, children?: any, grave?: boolean, disabled?: boolean }} props */
export const Submit = ({ form, children, grave, disabled }) =>
  html`<button class=${grave ? 'main grave' : 'main'} type="submit" aria-busy=${form.busy} disabled=${form.busy || disabled}>${children}</button>`;

/** What is done with a changed field; nothing stands there while there is nothing to save. @param {{ form: Form, changed: boolean, onDiscard: () => void }} props */
export const SaveOrNot = ({ form, changed, onDiscard }) =>
  changed ? html`<div class="row"><${Submit} form=${form}>Save<//><button type="button" onClick=${() => (form.clear(), onDiscard())}>Discard</button></div>` : null;
