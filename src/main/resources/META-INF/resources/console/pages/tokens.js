/** The tokens of programs: what each may do, when it was used last and from where, rotation and revocation. */
import { api } from '../api.js';
import { Page, badge, button, card, confirm, duration, empty, html, instantOf, linkButton, nothing, openDialog, pageHead, pager, select, table, time, toast } from '../ui.js';
import { formDialog } from '../dialogs.js';
import { newToken, readTokens, scopeNames } from '../tokens-data.js';
import { t } from '../texts.js';

/** So many rows are shown, and at each click so many more. */
const ROWS = 50;

/** How long an old token works beside its successor. */
const GRACES = [0, 300, 3600, 86400]; // seconds
const DEFAULT_GRACE = 3600;

/** From here on, answers to a token say when it ends, and webhooks do. */
const ENDS_SOON = 14 * 24 * 60 * 60 * 1000;

export default class Tokens extends Page {
  tokens = [];
  rows = ROWS;

  heading() {
    return t.tokens;
  }

  async fetch() {
    this.tokens = (await readTokens(this.signal)).filter((token) => token.kind === 'api');
  }

  content() {
    const active = this.tokens.filter((token) => token.is_active);
    const ended = this.tokens.filter((token) => !token.is_active);
    return html`
      ${pageHead({ title: t.tokens, lead: t.tokensLead, actions: linkButton({ label: t.newToken, href: '#/tokens/new', kind: 'primary', icon: 'add' }) })}
      <div class="stack wide">
        ${active.length === 0
          ? empty({ title: t.noToken, text: t.noTokenText, picture: 'key', action: linkButton({ label: t.newToken, href: '#/tokens/new' }) })
          : html`
              <div>
                ${card({ body: this.#table(t.tokens, active.slice(0, this.rows)) })}
                ${active.length > ROWS
                  ? pager({ shown: Math.min(this.rows, active.length), total: active.length, more: this.rows < active.length, onMore: () => this.set({ rows: this.rows + ROWS }) })
                  : nothing}
              </div>
            `}
        ${ended.length > 0
          ? html`
              <details class="more">
                <summary>${t.endedTokens(ended.length)}</summary>
                ${card({ body: this.#table(t.endedTokens(ended.length), ended.slice(0, ROWS)) })}
              </details>
            `
          : nothing}
      </div>
    `;
  }

  #table(caption, rows) {
    return table({
      caption,
      rows,
      key: (token) => token.id,
      columns: [
        { label: t.name, cell: (token) => html`<strong>${token.name}</strong><br /><code class="small soft">${token.token_prefix.replace(/\.+$/, '…')}</code>` },
        { label: t.mayDo, cell: (token) => html`${scopeNames(token.scopes)}${limits(token)}` },
        { label: t.lastUse, cell: (token) => html`${time(token.last_used_at, t.never)}${token.last_used_from ? html`<br /><span class="small soft">${t.usedFrom(token.last_used_from)}</span>` : nothing}` },
        { label: t.ends, cell: ends },
        ...(rows[0].is_active ? [{ label: t.actions, cell: (token) => this.#actions(token) }] : []),
      ],
    });
  }

  #actions(token) {
    const named = (action) => t.actionOf(action, token.name);
    return html`
      <div class="bar row-actions">
        ${button({ label: t.rotate, small: true, describe: named(t.rotate), onClick: () => this.#rotate(token) })}
        ${button({ label: t.revoke, small: true, kind: 'plain', describe: named(t.revoke), onClick: () => this.#revoke(token) })}
      </div>
    `;
  }

  async #rotate(token) {
    const made = await formDialog({
      title: t.rotateTitle(token.name),
      lead: t.rotateLead,
      action: t.rotate,
      body: (wrong) =>
        select({
          label: t.oldTokenEnds,
          name: 'grace_seconds',
          required: true,
          value: DEFAULT_GRACE,
          error: wrong.grace_seconds,
          choices: GRACES.map((seconds) => [seconds, t.graces[seconds]]),
        }),
      send: (fields) => api.post(`users/tokens/${encodeURIComponent(token.id)}/rotate`, { grace_seconds: Number(fields.grace_seconds) }),
    });
    if (!made) return;
    await openDialog({
      title: t.tokenReady(token.name),
      closable: false,
      body: (close) => html`${newToken(made)}<div class="bar end">${button({ label: t.iHaveIt, kind: 'primary', onClick: () => close(true) })}</div>`,
    });
    await this.load();
  }

  async #revoke(token) {
    const agreed = await confirm({ title: t.revokeTitle(token.name), text: token.last_used_at ? t.revokeText : t.revokeUnusedText, action: t.revoke });
    if (!agreed) return;
    try {
      await api.delete(`users/tokens/${encodeURIComponent(token.id)}`);
      this.set({ tokens: this.tokens.filter(({ id }) => id !== token.id) });
      toast(t.revoked);
    } catch (problem) {
      toast(problem.detail);
    }
  }
}

/** What narrows a token besides its scopes. */
function limits(token) {
  const parts = [
    token.gpu_seconds_per_day ? t.gpuADay(duration(token.gpu_seconds_per_day)) : '',
    token.gpu_seconds_per_month ? t.gpuAMonth(duration(token.gpu_seconds_per_month)) : '',
    token.allowed_networks ? t.worksFrom(token.allowed_networks.join(', ')) : '',
  ].filter(Boolean);
  return parts.map((part) => html`<br /><span class="small soft">${part}</span>`);
}

function ends(token) {
  if (!token.is_active) return time(token.expires_at, t.notUsed);
  const soon = token.expires_at && instantOf(token.expires_at) - Date.now() < ENDS_SOON;
  return html`${time(token.expires_at, t.never)}${soon ? html`<br />${badge(t.endsSoon, 'warn')}` : nothing}`;
}
