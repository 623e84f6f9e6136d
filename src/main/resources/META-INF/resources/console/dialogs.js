/** Dialogs with a form: what is sent, what the server refuses, and what it shows once. */
import { button, copyable, form, html, input, note, openDialog, render, toggle } from './ui.js';
import { t } from './texts.js';

/**
 * Opens a dialog with a form. `body(wrong)` has its fields, with what the server says about each; `send(fields)` sends them.
 * Resolves with what `send` gave, or undefined when the person closed the dialog.
 */
export function formDialog({ title, lead = null, body, action, danger = false, send }) {
  return openDialog({
    title,
    body: (close) => {
      const place = document.createElement('div');
      const state = { busy: false, problem: null };
      const draw = () =>
        render(
          html`
            <div class="stack">
              ${lead ? html`<p class="soft">${lead}</p>` : ''}
              ${form({
                label: title,
                problem: state.problem,
                onSend: submit,
                body: body(state.problem?.fields ?? {}, draw),
                actions: html`
                  ${button({ label: action, kind: danger ? 'danger' : 'primary', type: 'submit', busy: state.busy })}
                  ${button({ label: t.cancel, kind: 'plain', onClick: () => close(undefined) })}
                `,
              })}
            </div>
          `,
          place,
        );
      const submit = async (fields) => {
        if (state.busy) return;
        Object.assign(state, { busy: true, problem: null });
        draw();
        try {
          close(await send(fields));
          return;
        } catch (problem) {
          if (problem.status === undefined) console.error(problem);
          state.problem = problem;
        }
        state.busy = false;
        draw();
        (place.querySelector('[aria-invalid="true"]') ?? place.querySelector('.failure'))?.focus();
      };
      draw();
      return place;
    },
  });
}

/** Shows what the server shows this once, to copy it; the dialog stays until the person has read that. */
export function shownOnce({ title, lead, text, label, more = '' }) {
  return openDialog({
    title,
    closable: false,
    body: (close) => html`
      <p>${lead}</p>
      ${copyable(text, label)}
      ${note(t.shownOnce, 'warn')}
      ${more}
      <div class="bar end">${button({ label: t.iHaveIt, kind: 'primary', onClick: () => close(true) })}</div>
    `,
  });
}

/** Asks for the name of what is deleted, because that cannot be undone. `options` are toggles, as pairs of name and label. */
export function confirmByName({ title, text, name, action, options = [], send }) {
  let typed = '';
  return formDialog({
    title,
    lead: text,
    action,
    danger: true,
    send: async (fields) => {
      if (typed !== name) throw { status: 0, fields: { typed_name: t.isNotTheName } };
      return send(fields);
    },
    body: (wrong) => html`
      ${options.map(([option, label, hint]) => toggle({ name: option, label, hint }))}
      ${input({ label: t.typeName(name), name: 'typed_name', required: true, autofocus: true, error: wrong.typed_name, onInput: (value) => (typed = value.trim()) })}
    `,
  });
}
