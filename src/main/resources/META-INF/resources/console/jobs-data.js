/** What the pages about jobs share: the job types of the API description, names of jobs, and live rows. */
import { api, follow } from './api.js';
import { badge, button, confirm, duration, html, linkButton, nothing, progress, time, toast } from './ui.js';
import { poster } from './posters.js';
import { t } from './texts.js';

/** The member of an operation that describes a job type for programs (docs/job-types.md). */
const EXTENSION = 'x-meshgate-job-type';

let known = null;

/**
 * The job types of this server, from its API description: `path`, `name`, `group`, `feature`, `schema` of the body, `models`,
 * and `prompts`, `files` and `one_of` as docs/job-types.md tells. A new job type in the catalogue appears here by itself.
 */
export function jobTypes() {
  known ??= api.description().then(
    (description) => typesOf(description),
    (problem) => {
      known = null;
      throw problem;
    },
  );
  return known;
}

function typesOf({ paths }) {
  const types = Object.entries(paths)
    .filter(([, item]) => item.post?.[EXTENSION])
    .map(([path, { post }]) => ({
      ...post[EXTENSION],
      path: path.replace(/^\/api\/v1\//, ''),
      name: post.summary,
      group: post.tags[0],
      description: post.description ?? '',
      schema: post.requestBody.content['application/json'].schema,
    }));
  // the short route of a job type that has a longer one, too
  return types.filter((type) => !types.some((other) => other !== type && other.feature === type.feature && other.path.startsWith(`${type.path}/`)));
}

/** `text_to_textured_mesh` as "Text to textured mesh". */
export const featureName = (feature) =>
  feature ? feature.charAt(0).toUpperCase() + feature.slice(1).replaceAll('_', ' ') : t.unknownFeature;

/** What a person would call a job: its prompt, else its name, else its type. */
export function jobTitle(job) {
  const inputs = job.inputs ?? {};
  const said = inputs.text_prompt ?? inputs.prompt ?? inputs.target_prompt ?? job.metadata?.object_name;
  return typeof said === 'string' && said.trim() ? said.trim() : featureName(job.feature);
}

export const isActive = (job) => job.status === 'queued' || job.status === 'processing';

/** Where a waiting job stands, or how far a running one is. */
export function jobState(job) {
  if (job.status === 'queued') {
    const parts = [];
    if (job.queue_position) parts.push(t.position(job.queue_position));
    if (job.estimated_wait_seconds) parts.push(t.waits(duration(job.estimated_wait_seconds)));
    return parts.length > 0 ? html`<span class="small soft number">${parts.join(' · ')}</span>` : nothing;
  }
  if (job.status === 'processing') {
    return html`
      <span class="job-progress">
        ${progress(job.progress, t.progressOf(jobTitle(job)))}
        <span class="small soft number">${Math.round((job.progress ?? 0) * 100)} %</span>
      </span>
    `;
  }
  return nothing;
}

/** A picture of the result, or a poster of the type where there is none. */
export const jobPicture = (job) => {
  const url = api.here(job.thumbnail_url ?? job.result?.thumbnail_url);
  return url
    ? html`<img class="job-picture" src=${url} alt="" loading="lazy" />`
    : html`<span class="job-picture none">${poster(job.feature)}</span>`;
};

/** A row of a list of jobs. `on` has what its buttons do; `owner` is whose job it is, where others are listed, too. */
export const jobRow = (job, on, owner = nothing) => html`
  <li class="job-row" data-job=${job.job_id}>
    ${jobPicture(job)}
    <div class="job-main">
      <a class="job-title" href="#/jobs/${encodeURIComponent(job.job_id)}">${jobTitle(job)}</a>
      <p class="small soft">${featureName(job.feature)} · ${time(job.created_at)}${owner === nothing ? nothing : html` · ${owner}`}</p>
      ${job.error ? html`<p class="small error-text">${job.error}</p>` : nothing}
    </div>
    <div class="job-state">${badge(job.status)}${jobState(job)}</div>
    <div class="bar job-actions">${jobActions(job, on, true)}</div>
  </li>
`;

/** The buttons of a job: what can be done with it now. */
export function jobActions(job, on, small = false) {
  const named = (action) => t.actionOf(action, jobTitle(job));
  const url = api.here(job.mesh_url ?? job.result?.mesh_url);
  return html`
    ${url ? linkButton({ label: t.download, href: url, icon: 'download', small, download: '' }) : nothing}
    ${isActive(job)
      ? button({ label: t.cancelJob, small, kind: 'plain', describe: named(t.cancelJob), onClick: () => cancelJob(job, on.changed) })
      : html`
          ${linkButton({ label: t.useAgain, href: againHref(job), small, kind: 'plain' })}
          ${button({ label: t.delete, small, kind: 'plain', describe: named(t.delete), onClick: () => deleteJob(job, on.deleted) })}
        `}
  `;
}

export const againHref = (job) => `#/new?from=${encodeURIComponent(job.job_id)}`;

async function cancelJob(job, changed) {
  try {
    const answer = await api.post(`system/jobs/${encodeURIComponent(job.job_id)}/cancel`);
    if (answer.status === 'cancelled') changed({ status: 'cancelled' });
    toast(answer.message);
  } catch (problem) {
    toast(problem.detail);
  }
}

async function deleteJob(job, deleted) {
  const agreed = await confirm({ title: t.deleteJobTitle, text: t.deleteJobText(jobTitle(job)), action: t.delete });
  if (!agreed) return;
  try {
    await api.delete(`system/jobs/${encodeURIComponent(job.job_id)}`);
    deleted();
    toast(t.jobDeleted);
  } catch (problem) {
    toast(problem.detail);
  }
}

/**
 * A list of jobs that stays true while a page shows it: active jobs are followed by events, and read once more when they
 * have ended, for their files.
 */
export class LiveJobs {
  jobs = [];
  #page;
  #shown = new AbortController();

  constructor(page) {
    this.#page = page;
    page.signal.addEventListener('abort', () => this.#shown.abort());
  }

  /** Shows these jobs instead of the ones before. */
  show(jobs) {
    this.#shown.abort();
    this.#shown = new AbortController();
    this.jobs = jobs;
    this.#follow(jobs);
  }

  add(jobs) {
    this.jobs = [...this.jobs, ...jobs];
    this.#follow(jobs);
  }

  remove(id) {
    this.jobs = this.jobs.filter((job) => job.job_id !== id);
    this.#page.update();
  }

  change(id, members) {
    this.jobs = this.jobs.map((job) => (job.job_id === id ? { ...job, ...members } : job));
    this.#page.update();
  }

  /** What the buttons of a row do. */
  actions(job) {
    return { changed: (members) => this.change(job.job_id, members), deleted: () => this.remove(job.job_id) };
  }

  #follow(jobs) {
    if (this.#page.signal.aborted) return;
    for (const { job_id: id } of jobs.filter(isActive)) {
      follow(id, (members) => this.#told(id, members), this.#shown.signal);
    }
  }

  async #told(id, { ended, ...members }) {
    this.change(id, members);
    if (!ended) return;
    if (members.status === 'deleted') {
      this.remove(id);
      return;
    }
    try {
      this.change(id, await api.get(`system/jobs/${encodeURIComponent(id)}`, { signal: this.#page.signal }));
    } catch {
      // the row keeps what the events said
    }
  }
}
