/** One job: its picture or 3D preview, its files, what it was asked, and its times. */
import { api, session } from '../api.js';
import { Page, badge, button, bytes, card, duration, empty, facts, html, instantOf, linkButton, nothing, note, pageHead, time, toast } from '../ui.js';
import { LiveJobs, featureName, jobActions, jobState, jobTitle } from '../jobs-data.js';
import { poster } from '../posters.js';
import { t } from '../texts.js';

/** What the preview can show. */
const PREVIEWED = /\.(glb|gltf)$/i;

/** The key of the main file among all files. */
const MAIN_FILE = 'output_mesh_path';

/** Pauses between the files of one click: browsers drop downloads that begin at the same time. */
const BETWEEN_FILES = 400;

export default class Job extends Page {
  list = new LiveJobs(this);
  preview = false;
  /** The names of accounts, for administrators. */
  accounts = null;

  heading() {
    return this.list.jobs[0] ? jobTitle(this.list.jobs[0]) : t.job;
  }

  async fetch() {
    this.list.show([await api.get(`system/jobs/${encodeURIComponent(this.params.id)}`, { signal: this.signal })]);
    document.title = `${this.heading()} – Meshgate`;
    if (session.admin && !session.simple) {
      this.accounts = await import('../accounts-data.js');
      await this.accounts.learnNames([this.list.jobs[0]?.user_id], this.signal);
    }
  }

  content() {
    const [job] = this.list.jobs;
    if (!job) return this.#deleted();
    const on = { ...this.list.actions(job), deleted: () => (location.hash = '#/jobs') };
    return html`
      ${pageHead({
        title: jobTitle(job),
        back: { href: '#/jobs', label: t.jobs },
        lead: html`${featureName(job.feature)} · ${time(job.created_at)}`,
        actions: jobActions(job, on),
      })}
      <div class="job-page">
        <div class="stack">
          ${this.#stage(job)}
          ${job.error ? note(html`<strong>${t.failedBecause}</strong> ${job.error}`, 'bad') : nothing}
          ${job.note ? note(job.note) : nothing}
        </div>
        <div class="stack">
          ${card({ title: t.state, body: html`<div class="bar">${badge(job.status)}${jobState(job)}</div>${job.progress_message ? html`<p class="small soft">${job.progress_message}</p>` : nothing}${this.#times(job)}` })}
          ${this.#files(job)}
          ${card({ title: t.asked, body: this.#inputs(job) })}
        </div>
      </div>
    `;
  }

  /** Somebody has deleted the job elsewhere while this page was open. */
  #deleted() {
    return html`
      ${pageHead({ title: t.job })}
      ${empty({ title: t.jobGone, text: t.jobGoneText, action: linkButton({ label: t.jobs, href: '#/jobs' }) })}
    `;
  }

  #stage(job) {
    const mesh = api.here(job.result?.mesh_url);
    const thumbnail = api.here(job.result?.thumbnail_url);
    const name = job.result?.mesh_file_info?.filename ?? '';
    if (this.preview) {
      const source = new URLSearchParams({ src: mesh, poster: thumbnail, name: jobTitle(job) });
      return html`<iframe class="stage" src="preview.html#${source.toString()}" title=${t.previewOf(jobTitle(job))}></iframe>`;
    }
    const shown = mesh && PREVIEWED.test(name);
    return html`
      <div class="stage">
        ${thumbnail ? html`<img src=${thumbnail} alt=${t.pictureOf(jobTitle(job))} />` : html`<span class="none">${poster(job.feature)}</span>`}
        <div class="stage-action">
          ${shown
            ? button({ label: t.preview, icon: 'cube', kind: 'primary', onClick: () => this.set({ preview: true }) })
            : mesh
              ? html`<p class="small">${t.noPreview}</p>`
              : nothing}
        </div>
      </div>
    `;
  }

  #times(job) {
    const begun = instantOf(job.started_at);
    const ended = instantOf(job.completed_at ?? job.failed_at);
    return facts([
      [t.submitted, time(job.created_at)],
      [t.started, job.started_at && time(job.started_at)],
      [t.ended, ended && time(job.completed_at ?? job.failed_at)],
      [t.took, begun && ended && duration((ended - begun) / 1000)],
      [t.model, job.model_preference],
      [t.owner, this.accounts?.person(job.user_id)],
      [t.jobId, html`<code>${job.job_id}</code>`],
    ]);
  }

  #files(job) {
    const main = api.here(job.result?.mesh_url);
    const files = Object.entries(job.result?.files ?? {}).filter(([key]) => !(main && key === MAIN_FILE));
    if (!main && files.length === 0) return nothing;
    const info = job.result.mesh_file_info;
    const all = [...(main ? [main] : []), ...files.map(([, url]) => api.here(url))];
    return card({
      title: t.files,
      actions: all.length > 1 ? button({ label: t.downloadAll, small: true, icon: 'download', onClick: () => this.#downloadAll(all) }) : nothing,
      body: html`
        <ul class="file-list">
          ${main ? html`<li><a href=${main} download>${info?.filename ?? t.result}</a> <span class="small soft number">${info?.file_size_mb ? bytes(info.file_size_mb * 1048576) : nothing}</span></li>` : nothing}
          ${files.map(([key, url]) => html`<li><a href=${api.here(url)} download>${key}</a></li>`)}
        </ul>
      `,
    });
  }

  async #downloadAll(urls) {
    for (const url of urls) {
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      link.click();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_FILES));
    }
    toast(t.downloadsBegun(urls.length));
  }

  #inputs(job) {
    const inputs = Object.entries(job.inputs ?? {}).filter(([, value]) => value !== null && value !== '');
    const file = api.here(job.input_image_url ?? job.result?.input_image_url);
    return html`
      ${file ? html`<img class="input-picture" src=${file} alt=${t.inputPicture} @error=${(event) => (event.target.hidden = true)} />` : nothing}
      ${facts(inputs.map(([name, value]) => [featureName(name), typeof value === 'object' ? html`<code>${JSON.stringify(value)}</code>` : String(value)]))}
    `;
  }
}
