/** The first page: a sentence about the state, jobs that run and wait, and the latest results as pictures. */
import { api, session } from '../api.js';
import { Page, card, empty, html, linkButton, nothing, pageHead, time } from '../ui.js';
import { LiveJobs, isActive, jobPicture, jobRow, jobTitle } from '../jobs-data.js';
import { t } from '../texts.js';

const ACTIVE = 10;
const RESULTS = 8;
const DAY = 24 * 60 * 60 * 1000;

export default class Home extends Page {
  active = new LiveJobs(this);
  results = [];
  failed = 0;
  /** What needs an administrator; null for others, and until that is known. */
  needs = null;

  heading() {
    return t.home;
  }

  async fetch() {
    const list = (query) => api.get('system/jobs/history', { query, signal: this.signal });
    const yesterday = new Date(Date.now() - DAY).toISOString().replace(/\.\d+Z/, 'Z');
    const [running, waiting, completed, failed] = await Promise.all([
      list({ status: 'processing', limit: ACTIVE }),
      list({ status: 'queued', limit: ACTIVE }),
      list({ status: 'completed', limit: RESULTS }),
      list({ status: 'failed', limit: 1, start_date: yesterday }),
    ]);
    this.#askWhatNeedsYou();
    this.active.show([...running.jobs, ...waiting.jobs].slice(0, ACTIVE));
    this.results = completed.jobs;
    this.failed = failed.pagination.total;
  }

  content() {
    const active = this.active.jobs;
    const fresh = active.filter((job) => job.status === 'completed' && !this.results.some(({ job_id }) => job_id === job.job_id));
    const results = [...fresh, ...this.results].slice(0, RESULTS);
    const nothingYet = active.length === 0 && results.length === 0 && this.failed === 0;
    return html`
      ${pageHead({
        title: session.user ? t.hello(session.user.username) : t.home,
        lead: this.#state(),
        actions: linkButton({ label: t.newJob, href: '#/new', kind: 'primary', icon: 'add' }),
      })}
      <div class="stack wide">
        ${nothingYet
          ? empty({ title: t.noJobsYet, text: t.noJobsYetText, action: linkButton({ label: t.makeFirst, href: '#/new', kind: 'primary' }) })
          : nothing}
        ${active.length > 0
          ? card({ title: t.activeJobs, body: html`<ul class="rows">${active.map((job) => jobRow(job, this.active.actions(job)))}</ul>` })
          : nothing}
        ${results.length > 0
          ? html`
              <section class="stack">
                <div class="bar apart"><h2>${t.latestResults}</h2><a href="#/jobs?status=completed">${t.allResults}</a></div>
                <ul class="grid results">
                  ${results.map((job) => html`
                    <li>
                      <a class="result" href="#/jobs/${encodeURIComponent(job.job_id)}">
                        ${jobPicture(job)}
                        <span class="result-title">${jobTitle(job)}</span>
                        <span class="small soft">${time(job.completed_at ?? job.created_at)}</span>
                      </a>
                    </li>
                  `)}
                </ul>
              </section>
            `
          : nothing}
      </div>
    `;
  }

  /** The jobs are shown meanwhile: the checks may take seconds. */
  async #askWhatNeedsYou() {
    if (!session.admin || session.simple) return;
    const { whatNeedsYou } = await import('../health-data.js');
    try {
      this.set({ needs: await whatNeedsYou(this.signal) });
    } catch {
      // the page of health says why
    }
  }

  #state() {
    if (this.needs?.length > 0) {
      const [first] = this.needs;
      return html`${this.needs.length > 1 ? t.needCare(this.needs.length) : nothing} ${first.text} <a href=${first.href}>${t.look}</a>`;
    }
    return this.needs ? html`${t.allWell} ${this.#jobs(t.queueEmpty)}` : this.#jobs(t.allQuiet);
  }

  #jobs(quiet) {
    if (this.failed > 0) return html`${t.failedSinceYesterday(this.failed)} <a href="#/jobs?status=failed">${t.look}</a>`;
    const running = this.active.jobs.filter(isActive).length;
    return running > 0 ? t.activeNow(running) : quiet;
  }
}
