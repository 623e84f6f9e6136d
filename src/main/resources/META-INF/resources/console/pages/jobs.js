/** All jobs: live rows, filters, and more by cursor. */
import { api, session } from '../api.js';
import { empty, html, linkButton, nothing, pageHead } from '../ui.js';
import { LiveJobs, featureName, jobRow, jobTypes } from '../jobs-data.js';
import { ListPage } from '../list-page.js';
import { t } from '../texts.js';

const LIMIT = 25;
const STATES = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

export default class Jobs extends ListPage {
  filters = ['user_id', 'status', 'feature', 'start_date', 'end_date'];
  list = new LiveJobs(this);
  features = [];
  /** The names of accounts, for administrators. */
  accounts = null;

  heading() {
    return t.jobs;
  }

  async fetch() {
    if (session.admin && !session.simple) {
      this.accounts = await import('../accounts-data.js');
      await this.accounts.learnNames([this.query.get('user_id')], this.signal);
    }
    const [, types] = await Promise.all([super.fetch(), jobTypes()]);
    this.features = [...new Set(types.map((type) => type.feature))].sort();
  }

  async read(filters, cursor) {
    const { jobs, pagination } = await api.get('system/jobs/history', { query: { ...filters, limit: LIMIT, cursor }, signal: this.signal });
    await this.accounts?.learnNames(jobs.map((job) => job.user_id), this.signal);
    return { rows: jobs, next: pagination.next_cursor, total: pagination.total, exact: pagination.total_is_exact };
  }

  showRows(page) {
    super.showRows(page);
    this.list.show(page.rows);
  }

  addRows(page) {
    super.addRows(page);
    this.list.add(page.rows);
  }

  content() {
    const { jobs } = this.list;
    return html`
      ${pageHead({ title: t.jobs, actions: linkButton({ label: t.newJob, href: '#/new', kind: 'primary', icon: 'add' }) })}
      ${this.filtered || jobs.length > 0 ? this.#filters() : nothing}
      ${jobs.length > 0
        ? html`
            <div class="card">
              <ul class="rows">${jobs.map((job) => jobRow(job, this.list.actions(job), this.accounts?.person(job.user_id)))}</ul>
            </div>
            ${this.pager(jobs.length)}
          `
        : this.filtered
          ? empty({ title: t.noMatch, text: t.noMatchText, action: linkButton({ label: t.clearFilters, href: '#/jobs' }) })
          : empty({ title: t.noJobsYet, text: t.noJobsYetText, action: linkButton({ label: t.makeFirst, href: '#/new', kind: 'primary' }) })}
    `;
  }

  #filters() {
    return this.filterBar(
      html`
        ${this.accounts ? this.accounts.personFilter(this, 'user_id', t.owner, t.username) : nothing}
        ${this.filterSelect('status', t.state, STATES.map((state) => [state, t.jobStatus[state]]))}
        ${this.filterSelect('feature', t.type, this.features.map((feature) => [feature, featureName(feature)]))}
        ${this.filterInput('start_date', t.from, { type: 'date' })}
        ${this.filterInput('end_date', t.to, { type: 'date' })}
      `,
      '#/jobs',
    );
  }
}
