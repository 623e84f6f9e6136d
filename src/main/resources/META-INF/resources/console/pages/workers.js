/** Workers and the queue: who works, who waits, and the shares of GPU time. The page asks again while somebody looks at it. */
import { api } from '../api.js';
import { Page, badge, button, card, duration, html, linkButton, nothing, note, pageHead, table, time, toast } from '../ui.js';
import { featureName, jobTitle, jobState } from '../jobs-data.js';
import { learnNames, makeServiceAccount, person } from '../accounts-data.js';
import { meter } from '../usage-data.js';
import { t } from '../texts.js';

/** Pauses between two looks; usage changes slowly. */
const LOOK = 5000;
const LOOK_AT_USAGE = 60000;

const WORKERS = 200;
const JOBS = 100;
const SHOWN_JOBS = 20;

export default class Workers extends Page {
  workers = [];
  numbers = null;
  takers = null;
  waiting = [];
  running = [];
  usage = [];
  away = false;
  offline = false;
  busy = new Set();
  #usageAt = 0;
  #timer = 0;

  heading() {
    return t.workersAndQueue;
  }

  async fetch() {
    await this.#look();
    this.#next();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  #next() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (!document.hidden) {
        try {
          await this.#look();
          this.away = false;
        } catch {
          this.away = true;
        }
        this.update();
      }
      if (!this.signal.aborted) this.#next();
    }, LOOK);
  }

  async #look() {
    const get = (path, query) => api.get(path, { query, signal: this.signal });
    const [workers, queue, { scheduler }, waiting, running] = await Promise.all([
      get('system/workers', { limit: WORKERS }),
      get('system/jobs/queue/stats'),
      get('system/scheduler-status'),
      get('system/jobs/history', { status: 'queued', limit: JOBS }),
      get('system/jobs/history', { status: 'processing', limit: JOBS }),
    ]);
    if (Date.now() - this.#usageAt > LOOK_AT_USAGE) {
      const today = new Date().toISOString().slice(0, 10);
      this.usage = (await get('users/admin/usage', { by: 'user', from: today, to: today })).items;
      this.#usageAt = Date.now();
    }
    Object.assign(this, { workers: workers.workers, numbers: queue.data, takers: scheduler, waiting: waiting.jobs, running: running.jobs });
    await learnNames([...this.workers, ...this.waiting, ...this.running].map((one) => one.user_id).concat(this.usage.map((item) => item.key)), this.signal);
  }

  content() {
    const online = this.workers.filter((worker) => worker.online);
    return html`
      ${pageHead({
        title: t.workersAndQueue,
        lead: t.workersLead,
        actions: button({ label: t.newWorker, kind: 'primary', icon: 'add', onClick: () => makeServiceAccount({ title: t.newWorker, lead: t.newWorkerLead, action: t.makeWorker }) }),
      })}
      <div class="stack wide">
        ${this.away ? note(t.notLive, 'warn') : nothing}
        ${!this.takers.running && this.numbers.pending_jobs > 0 ? note(t.noWorkerTakes(this.numbers.pending_jobs), 'warn') : nothing}
        ${this.#figures(online)}
        ${this.#workers(online)}
        ${this.numbers.pending_jobs + this.numbers.processing_jobs > 0 ? html`${this.#shares()} ${this.#jobs()}` : card({ title: t.queue, body: html`<p class="soft">${t.queueEmpty}</p>` })}
      </div>
    `;
  }

  #figures(online) {
    const { pending_jobs: waiting, processing_jobs: running, max_queue_size: most } = this.numbers;
    const slots = online.reduce((sum, worker) => sum + worker.slots, 0);
    return html`
      <dl class="figures">
        ${[
          [t.workers, online.length, slots ? t.slots(slots) : nothing],
          [t.jobStatus.processing, running, nothing],
          [t.jobStatus.queued, waiting, most ? t.ofAtMost(most) : nothing],
        ].map(([name, value, more]) => html`<div class="card"><dt>${name}</dt><dd><strong class="number">${value.toLocaleString('en')}</strong> <span class="small soft">${more}</span></dd></div>`)}
      </dl>
    `;
  }

  #workers(online) {
    const gone = this.workers.length - online.length;
    const rows = this.offline ? this.workers : online;
    return card({
      title: t.workers,
      actions: gone > 0 ? button({ label: this.offline ? t.hideOffline : t.showOffline(gone), small: true, kind: 'plain', onClick: () => this.set({ offline: !this.offline }) }) : nothing,
      body: rows.length === 0
        ? html`<p class="soft">${t.otherTakers[this.takers.evidence] ?? t.otherTakers.none}</p>`
        : table({
            caption: t.workers,
            rows,
            key: (worker) => worker.worker_id,
            columns: [
              { label: t.worker, cell: (worker) => html`<span class="strong">${worker.worker_id}</span><br /><span class="small soft">${[worker.host, worker.version].filter(Boolean).join(' · ')}</span>` },
              { label: t.state, cell: (worker) => workerState(worker) },
              { label: t.runs, number: true, cell: (worker) => t.runsOf(worker.jobs, worker.slots) },
              { label: t.does, cell: (worker) => html`${worker.features.map(featureName).join(', ')}${gpuName(worker.gpu)}` },
              { label: t.account, cell: (worker) => person(worker.user_id) },
              { label: t.lastSeen, cell: (worker) => time(worker.last_seen) },
              { label: t.actions, cell: (worker) => this.#drainButton(worker) },
            ],
          }),
    });
  }

  #drainButton(worker) {
    const label = worker.draining ? t.undrain : t.drain;
    return button({
      label,
      small: true,
      describe: t.actionOf(label, worker.worker_id),
      busy: this.busy.has(worker.worker_id),
      onClick: () => this.#act(worker.worker_id, async () => {
        const { draining } = await api.post(`system/workers/${encodeURIComponent(worker.worker_id)}/drain`, { drain: !worker.draining });
        this.workers = this.workers.map((one) => (one.worker_id === worker.worker_id ? { ...one, draining } : one));
        toast(draining ? t.drained(worker.worker_id) : t.undrained(worker.worker_id));
      }),
    });
  }

  async #act(id, action) {
    this.busy.add(id);
    this.update();
    try {
      await action();
    } catch (problem) {
      toast(problem.detail ?? t.unexpectedFailure);
    }
    this.busy.delete(id);
    this.update();
  }

  /** By person and by type, from the jobs that were read. */
  #shares() {
    const jobs = [...this.waiting, ...this.running];
    const used = new Map(this.usage.map((item) => [item.key, Number(item.gpu_seconds)]));
    const count = (list, key) => list.reduce((counts, job) => counts.set(key(job), (counts.get(key(job)) ?? 0) + 1), new Map());
    const owner = (job) => job.user_id || '-';
    const [waitingOf, runningOf] = [count(this.waiting, owner), count(this.running, owner)];
    const people = [...new Set(jobs.map(owner))].sort((a, b) => (waitingOf.get(b) ?? 0) - (waitingOf.get(a) ?? 0));
    const most = Math.max(1, ...people.map((id) => used.get(id) ?? 0));
    const types = [...count(jobs, (job) => job.feature).keys()];
    const [waitingFor, runningFor] = [count(this.waiting, (job) => job.feature), count(this.running, (job) => job.feature)];
    const number = (counts, key) => (counts.get(key) ?? 0).toLocaleString('en');
    return html`
      ${this.numbers.pending_jobs > this.waiting.length ? note(t.onlyNewest(this.waiting.length)) : nothing}
      <div class="halves">
        ${card({
          title: t.whoWaits,
          body: table({
            caption: t.whoWaits,
            rows: people,
            columns: [
              { label: t.person, cell: (id) => html`${person(id)}<span class="share">${meter([[(used.get(id) ?? 0) / most, 'accent']])}</span>` },
              { label: t.jobStatus.queued, number: true, cell: (id) => number(waitingOf, id) },
              { label: t.jobStatus.processing, number: true, cell: (id) => number(runningOf, id) },
              { label: t.gpuToday, number: true, cell: (id) => duration(used.get(id) ?? 0) },
            ],
          }),
        })}
        ${card({
          title: t.byType,
          body: table({
            caption: t.byType,
            rows: types,
            columns: [
              { label: t.type, cell: featureName },
              { label: t.jobStatus.queued, number: true, cell: (feature) => number(waitingFor, feature) },
              { label: t.jobStatus.processing, number: true, cell: (feature) => number(runningFor, feature) },
            ],
          }),
        })}
      </div>
    `;
  }

  #jobs() {
    const jobs = [...this.running, ...[...this.waiting].reverse()].slice(0, SHOWN_JOBS); // who waits longest comes first
    return card({
      title: t.queue,
      actions: linkButton({ label: t.allWaiting, href: '#/jobs?status=queued', small: true, kind: 'plain' }),
      body: table({
        caption: t.queue,
        rows: jobs,
        key: (job) => job.job_id,
        columns: [
          { label: t.job, cell: (job) => html`<a class="strong clamped" href="#/jobs/${encodeURIComponent(job.job_id)}">${jobTitle(job)}</a><span class="small soft">${featureName(job.feature)}</span>` },
          { label: t.state, cell: (job) => html`${badge(job.status)} ${job.status === 'processing' ? jobState(job) : nothing}` },
          { label: t.owner, cell: (job) => person(job.user_id) },
          { label: t.submitted, cell: (job) => time(job.created_at) },
          { label: t.actions, cell: (job) => button({ label: t.cancelJob, small: true, describe: t.actionOf(t.cancelJob, jobTitle(job)), busy: this.busy.has(job.job_id), onClick: () => this.#cancel(job) }) },
        ],
      }),
    });
  }

  #cancel(job) {
    return this.#act(job.job_id, async () => {
      const answer = await api.post(`system/jobs/${encodeURIComponent(job.job_id)}/cancel`);
      if (answer.status === 'cancelled') {
        const others = (list) => list.filter((one) => one.job_id !== job.job_id);
        Object.assign(this, { waiting: others(this.waiting), running: others(this.running) });
      }
      toast(answer.message);
    });
  }
}

function workerState(worker) {
  if (!worker.online) return badge(t.offline, 'plain');
  return worker.draining ? badge(t.draining, 'warn') : badge(t.online, 'good');
}

/** What a worker says about its GPU is free JSON; people know it by its name. */
function gpuName(gpu) {
  const name = gpu?.name ?? gpu?.gpus?.[0]?.name;
  return name ? html`<br /><span class="small soft">${String(name)}</span>` : nothing;
}
