/** All jobs: live rows, filters that stand in the address, and more by cursor. */
import { api } from '../api.js';
import { Page, empty, failure, html, input, linkButton, nothing, pageHead, pager, select } from '../ui.js';
import { LiveJobs, featureName, jobRow, jobTypes } from '../jobs-data.js';
import { t } from '../texts.js';

const LIMIT = 25;
const FILTERS = ['status', 'feature', 'start_date', 'end_date'];
const STATES = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

export default class Jobs extends Page {
  list = new LiveJobs(this);
  features = [];
  pagination = null;
  busy = false;
  problem = null;

  heading() {
    return t.jobs;
  }

  async fetch() {
    const [first, types] = await Promise.all([this.#read(null), jobTypes()]);
    this.features = [...new Set(types.map((type) => type.feature))].sort();
    this.list.show(first.jobs);
    this.pagination = first.pagination;
  }

  #read(cursor) {
    const query = Object.fromEntries(FILTERS.map((name) => [name, this.query.get(name)]));
    return api.get('system/jobs/history', { query: { ...query, limit: LIMIT, cursor }, signal: this.signal });
  }

  #more() {
    return this.send(async () => {
      const next = await this.#read(this.pagination.next_cursor);
      this.list.add(next.jobs);
      this.pagination = next.pagination;
    });
  }

  /** Filters stand in the address, so that a list can be bookmarked; the focus stays on the filter. */
  async #filter(name, value) {
    const query = new URLSearchParams(this.query);
    if (value) query.set(name, value);
    else query.delete(name);
    this.rewrite(query);
    this.problem = null;
    try {
      const first = await this.#read(null);
      if (query !== this.query) return; // another filter came meanwhile
      this.list.show(first.jobs);
      this.pagination = first.pagination;
    } catch (problem) {
      if (query !== this.query || this.signal.aborted) return;
      this.problem = problem;
    }
    this.update();
  }

  content() {
    const { jobs } = this.list;
    const filtered = FILTERS.some((name) => this.query.get(name));
    return html`
      ${pageHead({ title: t.jobs, actions: linkButton({ label: t.newJob, href: '#/new', kind: 'primary', icon: 'add' }) })}
      ${filtered || jobs.length > 0 ? this.#filters(filtered) : nothing}
      ${this.problem ? failure(this.problem) : nothing}
      ${jobs.length > 0
        ? html`
            <div class="card">
              <ul class="rows">${jobs.map((job) => jobRow(job, this.list.actions(job)))}</ul>
            </div>
            ${pager({
              shown: jobs.length,
              total: this.pagination.total,
              exact: this.pagination.total_is_exact,
              more: Boolean(this.pagination.next_cursor),
              busy: this.busy,
              onMore: () => this.#more(),
            })}
          `
        : filtered
          ? empty({ title: t.noMatch, text: t.noMatchText, action: linkButton({ label: t.clearFilters, href: '#/jobs' }) })
          : empty({ title: t.noJobsYet, text: t.noJobsYetText, action: linkButton({ label: t.makeFirst, href: '#/new', kind: 'primary' }) })}
    `;
  }

  #filters(filtered) {
    const value = (name) => this.query.get(name) ?? '';
    const on = (name) => (given) => this.#filter(name, given);
    return html`
      <form class="filters" aria-label=${t.filters} @submit=${(event) => event.preventDefault()}>
        ${select({ label: t.state, name: 'status', required: true, value: value('status'), choices: [['', t.all], ...STATES.map((state) => [state, t.jobStatus[state]])], onInput: on('status') })}
        ${select({ label: t.type, name: 'feature', required: true, value: value('feature'), choices: [['', t.all], ...this.features.map((feature) => [feature, featureName(feature)])], onInput: on('feature') })}
        ${input({ label: t.from, name: 'start_date', type: 'date', required: true, value: value('start_date'), onInput: on('start_date') })}
        ${input({ label: t.to, name: 'end_date', type: 'date', required: true, value: value('end_date'), onInput: on('end_date') })}
        ${filtered ? linkButton({ label: t.clearFilters, href: '#/jobs', kind: 'plain' }) : nothing}
      </form>
    `;
  }
}
