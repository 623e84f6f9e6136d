/** The own account: password, sessions, webhooks, and its end. */
import { api, session } from '../api.js';
import { Page, badge, button, card, confirm, facts, form, html, input, linkButton, listed, note, nothing, pageHead, table, time, toast, toggle } from '../ui.js';
import { formDialog } from '../dialogs.js';
import { readTokens } from '../tokens-data.js';
import { webhookHref, webhookName, webhookState } from '../webhooks-data.js';
import { t } from '../texts.js';

/** So many sessions are shown, the ones used last. */
const ROWS = 20;

export default class Profile extends Page {
  me = null;
  sessions = [];
  webhooks = [];
  maxWebhooks = 0;
  busy = false;
  problem = null;

  heading() {
    return t.profile;
  }

  async fetch() {
    const [me, , hooks] = await Promise.all([
      api.get('users/me', { signal: this.signal }),
      this.#readSessions(),
      api.get('users/me/webhooks', { signal: this.signal }),
    ]);
    this.me = me;
    this.webhooks = hooks.webhooks;
    this.maxWebhooks = hooks.max_webhooks;
  }

  async #readSessions() {
    const used = (token) => token.last_used_at ?? token.created_at;
    this.sessions = (await readTokens(this.signal))
      .filter((token) => token.kind === 'login' && token.is_active)
      .sort((a, b) => used(b).localeCompare(used(a)));
  }

  content() {
    const { user } = this.me;
    return html`
      ${pageHead({ title: t.profile })}
      <div class="stack">
        <div class="halves">
          ${card({
            title: t.account,
            body: facts([
              [t.username, user.username],
              [t.email, user.email],
              [t.role, t.roles[user.role] ?? user.role],
              [t.since, user.created_at && time(user.created_at)],
            ]),
          })}
          ${card({ title: t.changePassword, body: this.#password() })}
        </div>
        ${this.#sessions()}
        ${this.#webhooks()}
        ${card({
          title: t.deleteAccount,
          body: html`<div class="bar apart"><p class="lead">${t.deleteOwnAccountText}</p>${button({ label: t.deleteAccount, kind: 'danger', onClick: () => this.#delete() })}</div>`,
        })}
      </div>
    `;
  }

  #password() {
    const wrong = this.problem?.fields ?? {};
    return form({
      label: t.changePassword,
      problem: this.problem,
      onSend: (fields, element) => this.send(async () => {
        await api.put('users/me/password', { old_password: fields.old_password, new_password: fields.new_password, revoke_api_tokens: Boolean(fields.revoke_api_tokens) });
        element.reset();
        toast(t.passwordChanged);
        await this.#readSessions();
      }),
      body: html`
        ${this.#forManagers()}
        ${input({ label: t.oldPassword, name: 'old_password', type: 'password', required: true, autocomplete: 'current-password', error: wrong.old_password })}
        ${input({ label: t.newPassword, name: 'new_password', type: 'password', required: true, autocomplete: 'new-password', hint: t.passwordHint, error: wrong.new_password })}
        ${toggle({ label: t.revokeTokensToo, name: 'revoke_api_tokens', hint: t.revokeTokensTooHint })}
      `,
      actions: button({ label: t.changePassword, type: 'submit', busy: this.busy }),
    });
  }

  /** Tells password managers whose password it is. */
  #forManagers() {
    return html`<input type="text" name="username" autocomplete="username" .value=${this.me.user.username} hidden />`;
  }

  #sessions() {
    const here = this.me.token.id;
    const others = this.sessions.filter(({ id }) => id !== here);
    const rows = [...this.sessions.filter(({ id }) => id === here), ...others].slice(0, ROWS);
    return card({
      title: t.sessions,
      actions: others.length > 0 ? button({ label: t.signOutOthers, small: true, onClick: () => this.#signOutOthers(others.length) }) : nothing,
      body: html`
        ${table({
          caption: t.sessions,
          rows,
          key: ({ id }) => id,
          columns: [
            { label: t.signedIn, cell: (one) => html`${time(one.created_at)} ${one.id === here ? badge(t.thisSession, 'accent') : nothing}` },
            { label: t.lastUse, cell: (one) => time(one.last_used_at, t.never) },
            { label: t.from, cell: (one) => one.last_used_from ?? t.none },
            { label: t.ends, cell: (one) => time(one.expires_at, t.never) },
            { label: t.actions, cell: (one) => (one.id === here ? nothing : button({ label: t.signOut, small: true, describe: t.signOutSession(one.last_used_from ?? one.id), onClick: () => this.#signOut(one) })) },
          ],
        })}
        ${this.sessions.length > ROWS ? html`<p class="small soft">${t.shown(ROWS, this.sessions.length, true)}</p>` : nothing}
      `,
    });
  }

  async #signOut(one) {
    try {
      await api.delete(`users/tokens/${encodeURIComponent(one.id)}`);
      this.set({ sessions: this.sessions.filter(({ id }) => id !== one.id) });
      toast(t.sessionEndedHere);
    } catch (problem) {
      toast(problem.detail);
    }
  }

  async #signOutOthers(number) {
    if (!(await confirm({ title: t.signOutOthersTitle, text: t.signOutOthersText(number), action: t.signOutOthers }))) return;
    try {
      await api.delete('users/tokens', undefined, { query: { kind: 'login' } });
      toast(t.othersSignedOut);
      await this.#readSessions();
    } catch (problem) {
      if (!this.signal.aborted) toast(problem.detail);
    }
    this.update();
  }

  #webhooks() {
    const full = this.webhooks.length >= this.maxWebhooks;
    return card({
      title: t.webhooks,
      actions: full ? nothing : linkButton({ label: t.newWebhook, href: '#/webhooks/new', icon: 'add', small: true }),
      body: html`
        ${full ? note(t.webhooksFull(this.maxWebhooks)) : nothing}
        ${this.webhooks.length === 0
          ? html`<p class="soft">${t.noWebhook}</p>`
          : table({
              caption: t.webhooks,
              rows: this.webhooks,
              key: (webhook) => webhook.webhook_id,
              columns: [
                { label: t.name, cell: (webhook) => html`<a href=${webhookHref(webhook)}>${webhookName(webhook)}</a><br /><code class="small soft">${webhook.url}</code>` },
                { label: t.toldOf, cell: (webhook) => listed(webhook.events.map((event) => t.webhookEvents[event] ?? event)) },
                { label: t.lastSuccess, cell: (webhook) => time(webhook.last_success_at, t.never) },
                { label: t.state, cell: webhookState },
              ],
            })}
      `,
    });
  }

  async #delete() {
    const gone = await formDialog({
      title: t.deleteAccountTitle,
      lead: t.deleteAccountAsk,
      action: t.deleteAccount,
      danger: true,
      body: (wrong) => html`
        ${this.#forManagers()}
        ${input({ label: t.password, name: 'password', type: 'password', required: true, autocomplete: 'current-password', error: wrong.password })}
      `,
      send: (fields) => api.delete('users/me', { password: fields.password }),
    });
    if (!gone) return;
    session.left();
    location.hash = '#/';
    toast(t.accountDeleted);
  }
}
