/** A new password by the link that an administrator made. The code is in the fragment, which a browser sends to no server. */
import { api } from '../api.js';
import { Page, button, empty, form, html, input, pageHead } from '../ui.js';
import { t } from '../texts.js';

export default class Reset extends Page {
  busy = false;
  problem = null;
  done = false;

  heading() {
    return t.resetTitle;
  }

  content() {
    const code = this.query.get('code');
    if (this.done) {
      return html`
        ${pageHead({ title: t.resetTitle })}
        ${empty({ title: t.resetDone, text: t.resetDoneText, picture: 'done', action: html`<a class="button primary" href="#/sign-in">${t.signIn}</a>` })}
      `;
    }
    if (!code) {
      return html`${pageHead({ title: t.resetTitle })}${empty({ title: t.resetNoCode, text: t.resetNoCodeText, picture: 'key' })}`;
    }
    return html`
      <div class="narrow">
        ${pageHead({ title: t.resetTitle, lead: t.resetLead })}
        <div class="card">
          ${form({
            label: t.resetTitle,
            problem: this.problem,
            onSend: ({ new_password }) => this.send(async () => {
              await api.post('users/reset', { code, new_password });
              this.done = true;
            }),
            body: input({ label: t.newPassword, name: 'new_password', type: 'password', required: true, autocomplete: 'new-password', hint: t.passwordHint, error: this.problem?.fields?.new_password }),
            actions: button({ label: t.resetAction, kind: 'primary', type: 'submit', busy: this.busy }),
          })}
        </div>
      </div>
    `;
  }
}
