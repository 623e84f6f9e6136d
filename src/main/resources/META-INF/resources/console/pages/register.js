/** Registration, with the code of an invitation where the server asks for one. */
import { api, session } from '../api.js';
import { Page, button, empty, form, html, input, nothing, pageHead } from '../ui.js';
import { t } from '../texts.js';
import { accountFields } from './sign-in.js';

export default class Register extends Page {
  busy = false;
  problem = null;

  heading() {
    return t.registerTitle;
  }

  content() {
    const { registration } = session.status;
    if (registration === 'closed') {
      return html`
        ${pageHead({ title: t.registerTitle })}
        ${empty({ title: t.registrationClosedTitle, text: t.registrationClosed, picture: 'person', action: html`<a class="button" href="#/sign-in">${t.signIn}</a>` })}
      `;
    }
    const wrong = this.problem?.fields ?? {};
    return html`
      <div class="narrow">
        ${pageHead({ title: t.registerTitle, lead: registration === 'invite' ? t.registerInviteLead : t.registerLead })}
        <div class="card">
          ${form({
            label: t.registerTitle,
            problem: this.problem,
            onSend: (fields) => this.#register(fields),
            body: html`
              ${registration === 'invite'
                ? input({ label: t.invitationCode, name: 'invite_code', value: this.query.get('code') ?? '', required: true, error: wrong.invite_code })
                : nothing}
              ${accountFields(wrong)}
            `,
            actions: button({ label: t.registerTitle, kind: 'primary', type: 'submit', busy: this.busy }),
          })}
        </div>
        <p class="soft">${t.haveAccount} <a href="#/sign-in">${t.signIn}</a></p>
      </div>
    `;
  }

  #register(fields) {
    return this.send(async () => {
      const made = await api.post('users/register', { ...fields, session: 'cookie' });
      session.entered(made.user);
      location.hash = '#/';
    });
  }
}
