/** A new webhook; its secret is shown once. */
import { api } from '../api.js';
import { Page, button, card, copyable, form, html, linkButton, note, pageHead } from '../ui.js';
import { webhookFields, webhookHref, webhookName, webhookOf } from '../webhooks-data.js';
import { t } from '../texts.js';

export default class NewWebhook extends Page {
  busy = false;
  problem = null;
  made = null;

  heading() {
    return t.newWebhook;
  }

  content() {
    return html`<div class="narrow wide">${this.made ? this.#secret() : this.#form()}</div>`;
  }

  #form() {
    return html`
      ${pageHead({ title: t.newWebhook, lead: t.newWebhookLead, back: { href: '#/profile', label: t.profile } })}
      <div class="card">
        ${form({
          label: t.newWebhook,
          problem: this.problem,
          onSend: (fields) => this.send(async () => {
            this.made = await api.post('users/me/webhooks', webhookOf(fields));
            setTimeout(() => this.querySelector('h1')?.focus()); // the form is gone
          }),
          body: webhookFields(this.problem?.fields ?? {}),
          actions: html`
            ${button({ label: t.makeWebhook, kind: 'primary', type: 'submit', busy: this.busy })}
            ${linkButton({ label: t.cancel, href: '#/profile', kind: 'plain' })}
          `,
        })}
      </div>
    `;
  }

  #secret() {
    const { secret, webhook } = this.made;
    return html`
      ${pageHead({ title: t.webhookReady(webhookName(webhook)), lead: t.webhookSecretLead, back: { href: '#/profile', label: t.profile } })}
      ${card({ body: html`<div class="stack">${copyable(secret, t.copySecret)}${note(t.shownOnce, 'warn')}</div>` })}
      <div class="bar">${linkButton({ label: t.iHaveIt, href: webhookHref(webhook), kind: 'primary' })}</div>
    `;
  }
}
