/** Sign-in: the page, the form over a page whose session has ended, the key of simple mode, and the first run. */
import { api, session } from '../api.js';
import { Page, button, copyable, form, html, input, note, nothing, pageHead, render } from '../ui.js';
import { t } from '../texts.js';

/** Renders a form that signs in into an element, and keeps it true. */
export function signInForm(place, { lead = null, username = '', onDone, onLeave = null }) {
  const state = { busy: false, problem: null };
  const draw = () => render(view(), place);
  const send = async (fields) => {
    if (state.busy) return;
    Object.assign(state, { busy: true, problem: null });
    draw();
    try {
      await session.signIn(fields.username, fields.password);
      onDone();
    } catch (problem) {
      state.problem = problem;
      place.querySelector('[name=password]').value = '';
    }
    state.busy = false;
    draw();
    if (state.problem) place.querySelector('[name=password]').focus();
  };
  const view = () => html`
    ${lead ? html`<p class="soft">${lead}</p>` : nothing}
    ${form({
      label: t.signIn,
      problem: state.problem,
      onSend: send,
      body: html`
        ${input({ label: t.usernameOrEmail, name: 'username', value: username, required: true, autocomplete: 'username', error: state.problem?.fields?.username })}
        ${input({ label: t.password, name: 'password', type: 'password', required: true, autocomplete: 'current-password', autofocus: Boolean(username), error: state.problem?.fields?.password })}
      `,
      actions: html`
        ${button({ label: t.signIn, kind: 'primary', type: 'submit', busy: state.busy })}
        ${onLeave ? button({ label: t.leave, kind: 'plain', onClick: onLeave }) : nothing}
      `,
    })}
  `;
  draw();
}

export default class SignIn extends Page {
  first = { needed: false, here: false };
  busy = false;
  problem = null;
  #place = document.createElement('div');

  heading() {
    return session.simple ? t.keyTitle : t.signIn;
  }

  async fetch() {
    if (session.simple) return;
    this.first = await api.get('users/first-admin', { signal: this.signal });
    if (!this.first.needed) {
      signInForm(this.#place, { onDone: () => location.hash.startsWith('#/sign-in') && (location.hash = '#/') });
    }
  }

  content() {
    return html`<div class="narrow">${session.simple ? this.#key() : this.first.needed ? this.#firstRun() : this.#signIn()}</div>`;
  }

  #signIn() {
    const { registration } = session.status;
    return html`
      ${pageHead({ title: t.signIn, lead: t.signInLead })}
      <div class="card">${this.#place}</div>
      <p class="soft">
        ${registration === 'closed' ? t.registrationClosed : html`${registration === 'invite' ? t.haveInvitation : t.noAccount} <a href="#/register">${t.register}</a>`}
      </p>
    `;
  }

  #key() {
    return html`
      ${pageHead({ title: t.keyTitle, lead: t.keyLead })}
      <div class="card">
        ${form({
          problem: this.problem,
          onSend: ({ key }) => this.send(() => session.useKey(key)),
          body: input({ label: t.key, name: 'key', type: 'password', required: true, autocomplete: 'off' }),
          actions: button({ label: t.open, kind: 'primary', type: 'submit', busy: this.busy }),
        })}
      </div>
    `;
  }

  #firstRun() {
    const { fields = {} } = this.problem ?? {};
    return html`
      ${pageHead({ title: t.firstRunTitle, lead: this.first.here ? t.firstRunHere : t.firstRunElsewhere })}
      ${this.first.here
        ? html`
            <div class="card">
              ${form({
                label: t.firstRunTitle,
                problem: this.problem,
                onSend: (given) => this.send(async () => {
                  const made = await api.post('users/first-admin', given);
                  session.entered(made.user);
                  location.hash = '#/';
                }),
                body: accountFields(fields),
                actions: button({ label: t.firstRunAction, kind: 'primary', type: 'submit', busy: this.busy }),
              })}
            </div>
            <details class="more"><summary>${t.firstRunCommandLine}</summary>${copyable('meshgate create-admin')}</details>
          `
        : html`
            ${copyable('meshgate create-admin')} ${note(t.firstRunNote)}
            <p>${button({ label: t.firstRunDone, icon: 'again', onClick: () => this.load() })}</p>
          `}
    `;
  }
}

/** The fields of a new account, with what was wrong with each. */
export const accountFields = (wrong, email = '') => html`
  ${input({ label: t.username, name: 'username', required: true, autocomplete: 'username', hint: t.usernameHint, error: wrong.username })}
  ${input({ label: t.email, name: 'email', type: 'email', value: email, required: true, autocomplete: 'email', error: wrong.email })}
  ${input({ label: t.password, name: 'password', type: 'password', required: true, autocomplete: 'new-password', hint: t.passwordHint, error: wrong.password })}
`;
