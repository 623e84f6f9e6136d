/** A webhook: its state, its settings, and what was delivered. */
import { api } from '../api.js';
import { Page, badge, button, card, confirm, facts, form, html, note, nothing, pageHead, pager, table, time, toast } from '../ui.js';
import { shownOnce } from '../dialogs.js';
import { webhookFields, webhookName, webhookOf, webhookState } from '../webhooks-data.js';
import { t } from '../texts.js';

const LIMIT = 20;
const KINDS = { waiting: 'plain', sending: 'accent', delivered: 'good', failed: 'bad' };

/** While an attempt is about to be made, or runs, the list is read again, so many times at most. */
const AGAIN = 2000;
const MAX_AGAIN = 15;

export default class Webhook extends Page {
  webhook = null;
  deliveries = [];
  total = 0;
  cursor = null;
  busy = false;
  more = false;
  problem = null;
  #timer = 0;

  get #path() {
    return `users/me/webhooks/${encodeURIComponent(this.params.id)}`;
  }

  heading() {
    return this.webhook ? webhookName(this.webhook) : t.webhook;
  }

  async fetch() {
    await this.#read();
    document.title = `${this.heading()} – Meshgate`;
    this.#watch(MAX_AGAIN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Reads the webhook and its newest deliveries; older ones that are shown stay. */
  async #read() {
    const [{ webhook }, newest] = await Promise.all([
      api.get(this.#path, { signal: this.signal }),
      api.get(`${this.#path}/deliveries`, { query: { limit: LIMIT }, signal: this.signal }),
    ]);
    const ids = new Set(newest.deliveries.map(({ delivery_id: id }) => id));
    const older = this.deliveries.slice(LIMIT).filter(({ delivery_id: id }) => !ids.has(id));
    if (older.length === 0) this.cursor = newest.next_cursor;
    this.deliveries = [...newest.deliveries, ...older];
    this.total = newest.total;
    this.webhook = webhook;
  }

  #watch(left) {
    clearTimeout(this.#timer);
    const soon = Date.now() + 2 * AGAIN;
    const moving = ({ status, next_attempt_at: next }) =>
      status === 'sending' || (status === 'waiting' && this.webhook.enabled && next && new Date(next) < soon);
    if (left === 0 || this.signal.aborted || !this.deliveries.some(moving)) return;
    this.#timer = setTimeout(async () => {
      try {
        await this.#read();
      } catch {
        return; // what is shown stays
      }
      this.update();
      this.#watch(left - 1);
    }, AGAIN);
  }

  /** Does something, says so, and shows what has become of the webhook. */
  async #act(action, said) {
    try {
      await action();
      await this.#read();
      toast(said);
    } catch (problem) {
      if (!this.signal.aborted) toast(problem.detail);
    }
    this.update();
    this.#watch(MAX_AGAIN);
  }

  content() {
    const { webhook } = this;
    return html`
      ${pageHead({
        title: this.heading(),
        back: { href: '#/profile', label: t.profile },
        lead: html`<code>${webhook.url}</code>`,
        actions: webhook.enabled
          ? button({ label: t.sendTest, kind: 'primary', onClick: () => this.#act(() => api.post(`${this.#path}/test`), t.testSent) })
          : button({ label: t.enable, kind: 'primary', onClick: () => this.#enable(true) }),
      })}
      <div class="stack wide">
        ${webhook.enabled ? nothing : note(t.disabledText[webhook.disabled_reason] ?? t.disabledText.owner, webhook.disabled_reason === 'owner' ? 'info' : 'warn')}
        ${card({ title: t.deliveries, actions: button({ label: t.refresh, small: true, icon: 'again', onClick: () => this.#act(async () => {}, t.refreshed) }), body: this.#log() })}
        <div class="halves">
          ${card({ title: t.settings, body: this.#settings() })}
          <div class="stack">
            ${card({ title: t.state, body: this.#state() })}
            ${card({
              title: t.manage,
              body: html`
                <div class="bar">
                  ${button({ label: t.newSecret, onClick: () => this.#newSecret() })}
                  ${webhook.enabled ? button({ label: t.disable, onClick: () => this.#enable(false) }) : nothing}
                  ${button({ label: t.delete, kind: 'danger', onClick: () => this.#delete() })}
                </div>
              `,
            })}
          </div>
        </div>
      </div>
    `;
  }

  #state() {
    const { webhook } = this;
    return html`
      <div class="stack">
        <div class="bar">${webhookState(webhook)}</div>
        ${facts([
          [t.lastSuccess, time(webhook.last_success_at, t.never)],
          [t.failingSince, webhook.failing_since && time(webhook.failing_since)],
          [t.waitingDeliveries, webhook.waiting_deliveries.toLocaleString()],
          [t.droppedDeliveries, webhook.dropped_deliveries > 0 && webhook.dropped_deliveries.toLocaleString()],
          [t.secretSince, time(webhook.secret_rotated_at ?? webhook.created_at)],
          [t.made, time(webhook.created_at)],
        ].filter(([, value]) => value))}
      </div>
    `;
  }

  #settings() {
    return form({
      label: t.settings,
      problem: this.problem,
      onSend: (fields) => this.send(async () => {
        this.webhook = (await api.patch(this.#path, webhookOf(fields))).webhook;
        toast(t.saved);
      }),
      body: webhookFields(this.problem?.fields ?? {}, this.webhook),
      actions: button({ label: t.save, type: 'submit', busy: this.busy }),
    });
  }

  #log() {
    if (this.deliveries.length === 0) return html`<p class="soft">${t.noDelivery}</p>`;
    return html`
      ${table({
        caption: t.deliveries,
        rows: this.deliveries,
        key: (delivery) => delivery.delivery_id,
        columns: [
          { label: t.event, cell: (delivery) => html`${t.webhookEvents[delivery.event] ?? t.testEvent}${subject(delivery)}` },
          { label: t.when, cell: (delivery) => time(delivery.created_at) },
          { label: t.state, cell: (delivery) => html`${badge(t.deliveryStatus[delivery.status] ?? delivery.status, KINDS[delivery.status] ?? 'plain')}${next(delivery)}` },
          { label: t.answer, cell: answer },
          ...(this.webhook.enabled ? [{ label: t.actions, cell: (delivery) => this.#retry(delivery) }] : []),
        ],
      })}
      ${this.total > LIMIT ? pager({ shown: this.deliveries.length, total: this.total, more: Boolean(this.cursor), busy: this.more, onMore: () => this.#more() }) : nothing}
    `;
  }

  #retry(delivery) {
    if (delivery.status === 'sending') return nothing;
    const label = delivery.status === 'waiting' ? t.sendNow : t.sendAgain;
    return button({
      label,
      small: true,
      kind: 'plain',
      describe: t.actionOf(label, delivery.delivery_id),
      onClick: () => this.#act(() => api.post(`${this.#path}/deliveries/${encodeURIComponent(delivery.delivery_id)}/retry`), t.sentAgain),
    });
  }

  async #more() {
    if (this.more) return;
    this.set({ more: true });
    try {
      const page = await api.get(`${this.#path}/deliveries`, { query: { limit: LIMIT, cursor: this.cursor }, signal: this.signal });
      this.deliveries = [...this.deliveries, ...page.deliveries];
      this.cursor = page.next_cursor;
    } catch (problem) {
      if (!this.signal.aborted) toast(problem.detail);
    }
    this.set({ more: false });
  }

  #enable(enabled) {
    return this.#act(() => api.patch(this.#path, { enabled }), enabled ? t.isEnabled : t.isDisabled);
  }

  async #newSecret() {
    if (!(await confirm({ title: t.newSecretTitle, text: t.newSecretText, action: t.newSecret, danger: false }))) return;
    try {
      const made = await api.post(`${this.#path}/secret`);
      this.set({ webhook: made.webhook });
      await shownOnce({ title: t.secretReady, lead: t.secretReadyText, text: made.secret, label: t.copySecret });
    } catch (problem) {
      toast(problem.detail);
    }
  }

  async #delete() {
    if (!(await confirm({ title: t.deleteWebhookTitle, text: t.deleteWebhookText(this.webhook.url), action: t.delete }))) return;
    try {
      await api.delete(this.#path);
      toast(t.webhookDeleted);
      location.hash = '#/profile';
    } catch (problem) {
      toast(problem.detail);
    }
  }
}

/** The job that a delivery is about. */
const subject = (delivery) =>
  delivery.subject && delivery.event.startsWith('job.')
    ? html`<br /><a class="small" href="#/jobs/${encodeURIComponent(delivery.subject)}">${t.showJob}</a>`
    : nothing;

const next = (delivery) =>
  delivery.status === 'waiting' && delivery.next_attempt_at ? html`<br /><span class="small soft">${t.nextAttempt} ${time(delivery.next_attempt_at)}</span>` : nothing;

/** What the receiver said at the last attempt. */
function answer(delivery) {
  if (delivery.attempts === 0) return t.none;
  const took = delivery.last_duration_ms === null ? '' : t.milliseconds(delivery.last_duration_ms);
  return html`
    ${delivery.last_status ? t.status(delivery.last_status) : (delivery.last_error ?? t.none)}<br />
    <span class="small soft">${[t.attempts(delivery.attempts), took].filter(Boolean).join(' · ')}</span>
  `;
}
