/** A new token for a program: what it may do, for how long, how much of the GPUs, and from where. */
import { api } from '../api.js';
import { Page, button, card, form, html, input, linkButton, nothing, pageHead, select, textArea, toggle } from '../ui.js';
import { SCOPES, newToken } from '../tokens-data.js';
import { t } from '../texts.js';

const LIVES = [7, 30, 90, 365];
const DEFAULT_LIFE = 90;

export default class NewToken extends Page {
  busy = false;
  problem = null;
  made = null;

  heading() {
    return t.newToken;
  }

  content() {
    const back = { href: '#/tokens', label: t.tokens };
    return html`
      <div class="narrow wide">
        ${this.made
          ? html`
              ${pageHead({ title: t.tokenReady(this.made.token_info.name), back })}
              ${card({ body: newToken(this.made) })}
              <div class="bar">${linkButton({ label: t.iHaveIt, href: '#/tokens', kind: 'primary' })}</div>
            `
          : html`${pageHead({ title: t.newToken, lead: t.newTokenLead, back })}<div class="card">${this.#form()}</div>`}
      </div>
    `;
  }

  #form() {
    const wrong = this.problem?.fields ?? {};
    const seconds = (label, name) => input({ label, name, type: 'number', min: 0, step: 1, inputMode: 'numeric', error: wrong[name] });
    return form({
      label: t.newToken,
      problem: this.problem,
      onSend: (fields) => this.#make(fields),
      body: html`
        ${input({ label: t.name, name: 'token_name', required: true, maxLength: 100, hint: t.tokenNameHint, error: wrong.token_name })}
        ${select({
          label: t.ends,
          name: 'expires_in_days',
          required: true,
          value: DEFAULT_LIFE,
          error: wrong.expires_in_days,
          choices: [...LIVES.map((days) => [days, t.inDays(days)]), ['', t.asLongAsAllowed]],
        })}
        <fieldset class="stack tight">
          <legend>${t.mayDo}</legend>
          ${SCOPES().map(([scope, given]) => toggle({ label: t.scopes[scope], name: scope, value: given, hint: t.scopeHints[scope] }))}
          ${wrong.scopes ? html`<p class="error" role="alert">${t.mayDo} ${wrong.scopes}</p>` : nothing}
        </fieldset>
        <fieldset class="stack tight">
          <legend>${t.tokenBudget}</legend>
          <p class="hint">${t.tokenBudgetHint}</p>
          <div class="grid">${seconds(t.gpuSecondsADay, 'gpu_seconds_per_day')}${seconds(t.gpuSecondsAMonth, 'gpu_seconds_per_month')}</div>
        </fieldset>
        <details class="more" ?open=${Boolean(wrong.allowed_networks)}>
          <summary>${t.moreSettings}</summary>
          <div class="stack">
            ${textArea({ label: t.networks, name: 'allowed_networks', hint: t.networksHint, error: wrong.allowed_networks })}
          </div>
        </details>
      `,
      actions: html`
        ${button({ label: t.makeToken, kind: 'primary', type: 'submit', busy: this.busy })}
        ${linkButton({ label: t.cancel, href: '#/tokens', kind: 'plain' })}
      `,
    });
  }

  #make(fields) {
    const number = (name) => (fields[name] ? Number(fields[name]) : null);
    const networks = fields.allowed_networks.split(/[\s,]+/).filter(Boolean);
    return this.send(async () => {
      this.made = await api.post('users/tokens', {
        token_name: fields.token_name.trim(),
        expires_in_days: number('expires_in_days'),
        scopes: SCOPES().map(([scope]) => scope).filter((scope) => fields[scope]),
        allowed_networks: networks.length > 0 ? networks : null,
        gpu_seconds_per_day: number('gpu_seconds_per_day'),
        gpu_seconds_per_month: number('gpu_seconds_per_month'),
      });
      setTimeout(() => this.querySelector('h1')?.focus()); // the form is gone
    });
  }
}
