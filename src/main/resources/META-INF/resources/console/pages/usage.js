/** What the own jobs used, by day, type and token, and what is left of the budgets. In simple mode: all jobs. */
import { api, session } from '../api.js';
import { Page, button, card, empty, failure, html, input, linkButton, nothing, pageHead, select, toast } from '../ui.js';
import { MEASURES, bars, barsOf, budgetList, rangeChoices, rangeOf, saveCsv, sumOf, totals, typeName, usageTable } from '../usage-data.js';
import { t } from '../texts.js';

const PATH = 'users/me/usage';
const MAX_NAMES = 1000;

/** While somebody types a year, a field of a date has one like 0020. */
const FIRST_DATE = '2000';

export default class Usage extends Page {
  days = null;
  types = null;
  tokens = null;
  names = new Map();
  budgets = [];
  problem = null;
  busy = false;

  heading() {
    return t.usage;
  }

  async fetch() {
    const accounts = !session.simple;
    const [, me, tokens] = await Promise.all([
      this.#tryToRead(),
      accounts ? api.get('users/me', { signal: this.signal }) : { budgets: [] },
      accounts ? api.get('users/tokens', { query: { limit: MAX_NAMES }, signal: this.signal }) : { tokens: [] },
    ]);
    this.budgets = me.budgets;
    this.names = new Map(tokens.tokens.map(({ id, name, kind }) => [id, kind === 'login' ? t.sessions : name]));
  }

  /** Reads the usage of the query; an answer that comes after another choice is left alone. */
  async #read() {
    const { query } = this;
    const { from, to } = rangeOf(query);
    const report = (by) => api.get(PATH, { query: { from, to, by }, signal: this.signal });
    const [days, types, tokens] = await Promise.all([report('day'), report('feature'), session.simple ? null : report('token')]);
    if (query === this.query) Object.assign(this, { days, types, tokens });
  }

  async #choose(changes) {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    this.rewrite(query);
    this.set({ busy: true });
    await this.#tryToRead();
    if (query === this.query) this.set({ busy: false });
  }

  /** A refusal, such as of dates in the wrong order, leaves the filters where they are. */
  async #tryToRead() {
    const { query } = this;
    let problem = null;
    try {
      await this.#read();
    } catch (failed) {
      problem = failed;
    }
    if (query === this.query && !this.signal.aborted) this.problem = problem;
  }

  #chooseRange(days) {
    const { from, to } = rangeOf(this.query);
    this.#choose(days === 'own' ? { days: null, from, to } : { days, from: null, to: null });
  }

  content() {
    return html`
      ${pageHead({ title: t.usage, lead: session.simple ? t.usageOfAllLead : t.usageLead })}
      <div class="stack wide">
        ${session.simple ? nothing : card({ title: t.budgets, body: budgetList(this.budgets) })}
        <div>
          ${this.#filters()}
          ${this.problem ? this.#refusal() : this.#report()}
        </div>
      </div>
    `;
  }

  get #measure() {
    return MEASURES[this.query.get('show')] ?? MEASURES.gpu;
  }

  #filters() {
    const range = rangeOf(this.query);
    const wrong = this.problem?.fields ?? {};
    const date = (label, name) =>
      input({ label, name, type: 'date', required: true, value: range[name], error: wrong[name], onInput: (value) => value >= FIRST_DATE && this.#choose({ [name]: value }) });
    return html`
      <form class="filters" aria-label=${t.filters} @submit=${(event) => event.preventDefault()}>
        ${select({ label: t.timeRange, name: 'days', required: true, value: range.days || 'own', choices: rangeChoices(), onInput: (value) => this.#chooseRange(value) })}
        ${range.days ? nothing : html`${date(t.from, 'from')}${date(t.to, 'to')}`}
        ${select({
          label: t.show,
          name: 'show',
          required: true,
          value: this.query.get('show') ?? 'gpu',
          choices: Object.entries(MEASURES).map(([name, { label }]) => [name, label]),
          onInput: (value) => this.#choose({ show: value }),
        })}
      </form>
    `;
  }

  /** Dates that are refused say so themselves. */
  #refusal() {
    const { from, to } = this.problem.fields ?? {};
    return from || to ? nothing : failure(this.problem, () => this.#choose({}));
  }

  #report() {
    const { total } = this.days;
    const measure = this.#measure;
    if (total.jobs === 0) {
      return empty({ title: t.nothingUsed, text: t.nothingUsedText, picture: 'chart', action: linkButton({ label: t.newJob, href: '#/new' }) });
    }
    const shown = barsOf(this.days.items);
    const byDay = [...shown].reverse();
    return html`
      <div class="stack" aria-busy=${this.busy}>
        ${totals(total)}
        ${card({
          title: shown.length < this.days.items.length ? t.byWeek(measure.label) : t.byDay(measure.label),
          actions: this.#csv('day', t.day),
          body: html`
            ${bars(shown, measure)}
            <details class="more">
              <summary>${t.asTable}</summary>
              ${usageTable({ caption: t.usageByDay, label: t.day, items: byDay, name: (item) => item.name, measure })}
            </details>
          `,
        })}
        ${card({
          title: t.byType,
          actions: this.#csv('feature', t.byType),
          body: usageTable({ caption: t.byType, label: t.type, items: this.types.items, name: typeName, measure }),
        })}
        ${this.tokens && this.tokens.items.length > 0
          ? card({
              title: t.byToken,
              actions: this.#csv('token', t.byToken),
              body: usageTable({ caption: t.byToken, label: t.token, items: this.#byToken(), name: (item) => item.name, measure }),
            })
          : nothing}
      </div>
    `;
  }

  /** Sessions are one row, as are tokens that are gone: nobody knows them by their ids. */
  #byToken() {
    const nameOf = ({ key }) => (key === 'other' ? t.allOthers : (this.names.get(key) ?? t.tokensGone));
    const rows = new Map();
    for (const item of this.tokens.items) {
      const name = nameOf(item);
      const row = name === t.sessions || name === t.tokensGone ? name : item.key;
      rows.set(row, sumOf([{ ...(rows.get(row) ?? item), name }, ...(rows.has(row) ? [item] : [])]));
    }
    return [...rows.values()];
  }

  #csv(by, what) {
    const save = async () => {
      const { from, to } = rangeOf(this.query);
      try {
        await saveCsv(PATH, { from, to, by }, this.signal);
      } catch (problem) {
        if (problem.name !== 'AbortError') toast(problem.detail);
      }
    };
    return button({ label: t.csv, icon: 'download', small: true, describe: t.csvOf(what), onClick: save });
  }
}
