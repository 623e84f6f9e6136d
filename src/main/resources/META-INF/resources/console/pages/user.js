/** One account: role, limits, budgets, usage, its access, and its end. */
import { api, session } from '../api.js';
import { Page, button, bytes, card, confirm, duration, empty, facts, form, html, input, linkButton, nothing, pageHead, select, time, toast, toggle } from '../ui.js';
import { accountBadges, isUserId, makeServiceToken, nameOf, remember } from '../accounts-data.js';
import { confirmByName, shownOnce } from '../dialogs.js';
import { MEASURES, bars, barsOf, budgetList, rangeOf } from '../usage-data.js';
import { t } from '../texts.js';

/** Members of the limits, with what the field takes; without a value, the setting of the server holds. */
const LIMITS = [
  { name: 'weight', min: 0.1, max: 100, step: 'any' },
  { name: 'priority', min: 1, max: 9 },
  { name: 'max_queued', min: 0, max: 1000000 },
  { name: 'max_running', min: 0, max: 1000000 },
  { name: 'gpu_seconds_per_day', min: 0, max: 1000000000 },
  { name: 'gpu_seconds_per_month', min: 0, max: 1000000000 },
];

export default class User extends Page {
  found = null;
  usage = null;
  gone = false;
  savingAccount = false;
  accountProblem = null;
  savingLimits = false;
  limitsProblem = null;

  heading() {
    return this.found?.user.username ?? nameOf(this.params.id);
  }

  get #path() {
    return `users/admin/users/${encodeURIComponent(this.params.id)}`;
  }

  async fetch() {
    const usage = isUserId(this.params.id)
      ? api.get('users/admin/usage', { query: { user_id: this.params.id, ...this.#days() }, signal: this.signal })
      : null;
    usage?.catch(() => {}); // told below
    this.found = await api.get(this.#path, { signal: this.signal });
    remember([this.found.user]);
    this.usage = await usage;
    document.title = `${this.heading()} – Meshgate`;
  }

  #days() {
    const { from, to } = rangeOf(new URLSearchParams());
    return { from, to };
  }

  content() {
    const { user } = this.found;
    if (this.gone) {
      return html`
        ${pageHead({ title: user.username, back: { href: '#/users', label: t.users } })}
        ${empty({ title: t.accountGone, text: t.accountGoneText, picture: 'done', action: linkButton({ label: t.users, href: '#/users' }) })}
      `;
    }
    return html`
      ${pageHead({
        title: user.username,
        back: { href: '#/users', label: t.users },
        lead: html`<span class="bar">${accountBadges(user)}${user.email ? html`<span>${user.email}</span>` : nothing}</span>`,
      })}
      <div class="halves">
        <div class="stack wide">
          ${this.#account(user)} ${this.#limits()}
        </div>
        <div class="stack wide">
          ${card({ title: t.budgets, body: this.found.budgets.length > 0 ? budgetList(this.found.budgets, { ...t.budgetOf, user: t.account }) : html`<p class="soft">${t.noBudgetOfUser}</p>` })}
          ${this.#usage()}
          ${this.#access(user)}
          ${this.#end(user)}
        </div>
      </div>
    `;
  }

  #account(user) {
    const own = user.user_id === session.user?.user_id;
    const wrong = this.accountProblem?.fields ?? {};
    const service = user.kind === 'service';
    return card({
      title: t.account,
      body: html`
        ${form({
          label: t.account,
          problem: this.accountProblem,
          onSend: (fields) => this.#saveAccount(user, fields),
          body: html`
            ${service
              ? nothing
              : html`
                  ${input({ label: t.email, name: 'email', type: 'email', required: true, value: user.email, error: wrong.email })}
                  ${select({ label: t.role, name: 'role', required: true, value: user.role, choices: Object.entries(t.roles), hint: own ? t.ownAccount : null, error: wrong.role })}
                `}
            ${toggle({ label: t.mayUse, name: 'is_active', value: user.is_active, hint: service ? t.mayUseServiceHint : t.mayUseHint, error: wrong.is_active })}
          `,
          actions: button({ label: t.save, kind: 'primary', type: 'submit', busy: this.savingAccount }),
        })}
        <div class="facts-below">
          ${facts([
            [t.since, time(user.created_at)],
            [t.tokens, this.found.tokens_count.toLocaleString('en')],
            [t.jobs, this.found.jobs_count > 0 ? html`<a href="#/jobs?user_id=${this.params.id}">${this.found.jobs_count.toLocaleString('en')}</a>` : 0],
            [t.audit, html`<a href="#/audit?user=${this.params.id}">${t.entries}</a>`],
            [t.id, html`<code>${user.user_id}</code>`],
          ])}
        </div>
      `,
    });
  }

  async #saveAccount(user, fields) {
    const active = fields.is_active !== undefined;
    const change = {};
    if (fields.email !== undefined && fields.email.trim() !== user.email) change.email = fields.email.trim();
    if (fields.role !== undefined && fields.role !== user.role) change.role = fields.role;
    if (active !== user.is_active) change.is_active = active;
    if (Object.keys(change).length === 0) {
      toast(t.nothingChanged);
      return;
    }
    const own = user.user_id === session.user?.user_id;
    if (own && (change.role || change.is_active === false) && !(await confirm({ title: t.ownChangeTitle, text: t.ownChangeText, action: t.save }))) return;
    await this.send(() => this.#change(change), { busy: 'savingAccount', problem: 'accountProblem' });
  }

  async #change(change) {
    const { user, limits } = await api.patch(this.#path, change);
    this.found = { ...(await api.get(this.#path, { signal: this.signal })), user, limits };
    toast(t.saved);
  }

  #limits() {
    const wrong = this.limitsProblem?.fields ?? {};
    return card({
      title: t.limits,
      body: html`
        <p class="soft lead-below">${t.limitsLead}</p>
        ${form({
          label: t.limits,
          problem: this.limitsProblem,
          onSend: (fields) => this.#saveLimits(fields),
          body: html`
            <div class="pair">
              ${LIMITS.map(({ name, ...bounds }) => input({ ...bounds, name, type: 'number', unmarked: true, label: t.limitNames[name], hint: t.limitHints[name], value: this.found.limits[name], error: wrong[name] }))}
            </div>
          `,
          actions: button({ label: t.save, type: 'submit', busy: this.savingLimits, describe: t.actionOf(t.save, t.limits) }),
        })}
      `,
    });
  }

  #saveLimits(fields) {
    const change = Object.fromEntries(
      LIMITS.map(({ name }) => [name, fields[name].trim() === '' ? null : Number(fields[name])]).filter(([name, value]) => value !== (this.found.limits[name] ?? null)),
    );
    if (Object.keys(change).length === 0) {
      toast(t.nothingChanged);
      return undefined;
    }
    return this.send(() => this.#change(change), { busy: 'savingLimits', problem: 'limitsProblem' });
  }

  #usage() {
    const { items, total } = this.usage;
    return card({
      title: t.usageOfMonth,
            body: total.jobs === 0 ? html`<p class="soft">${t.nothingUsed}</p>` : html`<div class="stack">${bars(barsOf(items), MEASURES.gpu)}${facts([
            [t.gpuTime, duration(Number(total.gpu_seconds))],
            [t.jobs, [total.jobs.toLocaleString('en'), t.ofThem(total.failed, total.cancelled)].filter(Boolean).join(', ')],
            [t.resultSize, bytes(total.result_bytes)],
          ])}</div>`,
    });
  }

  #access(user) {
    const own = user.user_id === session.user?.user_id;
    const service = user.kind === 'service';
    return card({
      title: t.access,
      body: html`
        <ul class="deeds">
          ${service
            ? this.#deed(t.newToken, t.newServiceTokenText, button({ label: t.newToken, icon: 'key', onClick: () => this.#newToken(user) }))
            : this.#deed(t.resetLink, own ? t.resetLinkOwn : t.resetLinkText, button({ label: t.makeLink, icon: 'key', disabled: own, describe: t.actionOf(t.makeLink, t.resetLink), onClick: () => this.#resetLink(user) }))}
          ${this.#deed(t.endAccess, t.endAccessText(this.found.tokens_count), button({ label: t.endAccess, kind: 'danger', disabled: this.found.tokens_count === 0, onClick: () => this.#endAccess(user) }))}
        </ul>
      `,
    });
  }

  #deed(title, text, action) {
    return html`<li class="deed"><div><h3>${title}</h3><p class="small soft">${text}</p></div>${action}</li>`;
  }

  async #newToken(user) {
    if (await makeServiceToken(user)) await this.load();
  }

  async #resetLink(user) {
    try {
      const made = await api.post(`${this.#path}/reset-link`);
      await shownOnce({ title: t.resetLink, lead: t.resetLinkMade(user.username), text: made.link, label: t.copyLink });
    } catch (problem) {
      toast(problem.detail);
    }
  }

  async #endAccess(user) {
    if (!(await confirm({ title: t.endAccessTitle(user.username), text: t.endAccessConfirm, action: t.endAccess }))) return;
    try {
      const { revoked_tokens: revoked } = await api.delete(`${this.#path}/tokens`);
      toast(t.endedAccess(revoked));
      await this.load();
    } catch (problem) {
      toast(problem.detail);
    }
  }

  #end(user) {
    if (user.user_id === session.user?.user_id) return card({ title: t.deleteAccount, body: html`<p class="soft">${t.deleteOwnAccount}</p>` });
    return card({
      title: t.deleteAccount,
      body: html`
        <ul class="deeds">
          ${this.#deed(t.deleteAccountOf(user.username), t.deleteAccountText, button({ label: t.deleteAccount, kind: 'danger', onClick: () => this.#delete(user) }))}
        </ul>
      `,
    });
  }

  async #delete(user) {
    const done = await confirmByName({
      title: t.deleteAccountOf(user.username),
      text: t.deleteAccountText,
      name: user.username,
      action: t.deleteAccount,
      options: this.found.jobs_count === 0 ? [] : [['jobs', t.deleteJobsToo(this.found.jobs_count), t.deleteJobsTooHint]],
      send: async (fields) => {
        await api.delete(`${this.#path}?jobs=${fields.jobs ? 'delete' : 'keep'}`);
        return true;
      },
    });
    if (done) this.set({ gone: true });
  }
}
