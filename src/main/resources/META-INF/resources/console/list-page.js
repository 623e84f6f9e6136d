/** What pages with a list share: filters that stand in the address, and more by cursor. */
import { Page, button, failure, html, input, linkButton, nothing, pager, select } from './ui.js';
import { t } from './texts.js';

/** How long a person pauses in a search field before it is asked. */
const TYPING = 400;

/**
 * A page with a list. A subclass has the names of its `filters`, and `read(filters, cursor)`, which gets a page of rows as
 * `{ rows, next, total, exact }`: `next` is the cursor of more, and `total` may be null.
 */
export class ListPage extends Page {
  filters = [];
  rows = [];
  next = null;
  total = null;
  exact = true;
  busy = false;
  problem = null;
  /** What is wrong with the name of a person in a filter. */
  nobody = null;
  /** Whether the rows do not match the filters yet. */
  searching = false;
  #typing = 0;

  async fetch() {
    this.showRows(await this.read(this.chosen(), null));
  }

  /** Takes the first rows. */
  showRows({ rows, next, total = null, exact = true }) {
    Object.assign(this, { rows, next, total, exact });
  }

  /** Takes more rows. */
  addRows({ rows, next, total = null, exact = true }) {
    Object.assign(this, { rows: [...this.rows, ...rows], next, total, exact });
  }

  /** The filters as they stand in the address. */
  chosen() {
    return Object.fromEntries(this.filters.map((name) => [name, this.query.get(name) ?? '']));
  }

  get filtered() {
    return this.filters.some((name) => this.query.get(name));
  }

  /** Reads more of what is shown. When a filter comes meanwhile, other rows are shown, and the answer is dropped. */
  more() {
    const { query } = this;
    return this.send(async () => {
      try {
        const page = await this.read(this.chosen(), this.next);
        if (query === this.query) this.addRows(page);
      } catch (problem) {
        if (query === this.query) throw problem;
      }
    });
  }

  /** The focus stays on the filter, and of several answers the one to the last question counts. */
  async filter(name, value) {
    const query = new URLSearchParams(this.query);
    if (value) query.set(name, value);
    else query.delete(name);
    this.rewrite(query);
    this.set({ problem: null, searching: true });
    try {
      const first = await this.read(this.chosen(), null);
      if (query !== this.query) return; // another filter came meanwhile
      this.showRows(first);
    } catch (problem) {
      if (query !== this.query || this.signal.aborted) return;
      this.problem = problem;
    }
    this.set({ searching: false });
  }

  /** The form of the filters. `fields` are those of `filterSelect` and `filterInput`; `clear` is the address without any. */
  filterBar(fields, clear) {
    return html`
      <form class="filters" role="search" aria-label=${t.filters} @submit=${(event) => event.preventDefault()}>
        ${fields}
        ${this.filtered ? linkButton({ label: t.clearFilters, href: clear, kind: 'plain' }) : nothing}
      </form>
      ${this.problem ? failure(this.problem) : nothing}
    `;
  }

  filterSelect(name, label, choices) {
    return select({ label, name, required: true, value: this.query.get(name) ?? '', choices: [['', t.all], ...choices], onInput: (value) => this.filter(name, value) });
  }

  /** A field of the filters; text counts once the person pauses. `find` takes it in the place of `filter`. */
  filterInput(name, label, { find = (value) => this.filter(name, value), ...options } = {}) {
    const pause = options.type === 'date' ? 0 : TYPING;
    return input({
      label,
      name,
      required: true,
      value: this.query.get(name) ?? '',
      ...options,
      onInput: (value) => {
        clearTimeout(this.#typing);
        this.#typing = setTimeout(() => this.signal.aborted || find(value.trim()), pause);
      },
    });
  }

  /** How many rows are shown, and a button for more. */
  pager(shown = this.rows.length) {
    return pager({ shown, total: this.total, exact: this.exact, more: Boolean(this.next), busy: this.busy || this.searching, onMore: () => this.more() });
  }
}
