/** A new job: job types as cards, then the form that the schema of the type describes. */
import { api } from '../api.js';
import { Page, button, empty, failure, html, linkButton, nothing, note, pageHead, toast } from '../ui.js';
import { featureName, jobTypes } from '../jobs-data.js';
import { SchemaForm } from '../schema-form.js';
import { t } from '../texts.js';

export default class NewJob extends Page {
  types = [];
  type = null;
  form = null;
  values = {};
  uploads = {};
  problem = null;
  busy = false;

  heading() {
    return t.newJob;
  }

  async fetch() {
    this.types = await jobTypes();
    const from = this.query.get('from');
    const earlier = from ? await api.get(`system/jobs/${encodeURIComponent(from)}`, { signal: this.signal }) : null;
    this.type = this.types.find((type) => (earlier ? type.feature === earlier.feature : type.path === this.query.get('type'))) ?? null;
    if (this.type) {
      this.form = new SchemaForm(this.type);
      this.values = this.form.initial(earlier?.inputs, earlier?.model_preference);
      if (earlier) this.#sameFile(earlier);
    }
  }

  /** The picture or mesh of the earlier job, uploaded once more; there is none after its upload has ended. */
  async #sameFile(earlier) {
    const [group] = this.form.files;
    const url = api.here(earlier.input_image_url ?? earlier.result?.input_image_url);
    if (!group || !url) return;
    try {
      const file = await api.file(url, { signal: this.signal });
      const named = new File([file], `${group.name}.${file.type.split('/')[1] ?? 'bin'}`, { type: file.type });
      const answer = await api.upload(`file-upload/${group.kind}`, named, { signal: this.signal });
      this.#upload(group.name, { name: named.name, picture: file.type.startsWith('image/') ? URL.createObjectURL(file) : null, id: answer.file_id });
    } catch {
      // the person chooses a file as at the first time
    }
  }

  #upload(name, upload) {
    this.set({ uploads: { ...this.uploads, [name]: upload } });
  }

  content() {
    return this.type ? this.#formPage() : this.#choice();
  }

  #choice() {
    const ready = this.types.filter((type) => type.models.length > 0);
    const groups = [...new Set(ready.map((type) => type.group))];
    return html`
      ${pageHead({ title: t.newJob, lead: t.newJobLead })}
      ${this.query.get('from') || this.query.get('type') ? note(t.typeGone) : nothing}
      ${ready.length === 0 ? empty({ title: t.noTypes, text: t.noTypesText }) : nothing}
      <div class="stack wide">
        ${groups.map((group) => html`
          <section class="stack">
            <h2>${group}</h2>
            <ul class="grid">
              ${ready.filter((type) => type.group === group).map((type) => html`
                <li><a class="choice" href="#/new?type=${encodeURIComponent(type.path)}">
                  <strong>${type.name}</strong>
                  <span class="small soft">${needs(type)}</span>
                </a></li>
              `)}
            </ul>
          </section>
        `)}
      </div>
    `;
  }

  #formPage() {
    const wrong = this.problem?.fields ?? {};
    const uploading = Object.values(this.uploads).some((upload) => !upload.id && !upload.problem);
    return html`
      <div class="narrow wide">
        ${pageHead({ title: this.type.name, back: { href: '#/new', label: t.allTypes }, lead: needs(this.type) })}
        ${this.type.models.length === 0 ? note(t.noModel, 'warn') : nothing}
        <form class="card stack" novalidate aria-label=${this.type.name} @submit=${(event) => {
          event.preventDefault();
          this.#submit();
        }}>
          ${this.problem ? failure(this.problem) : nothing}
          ${this.form.view({
            values: this.values,
            wrong,
            uploads: this.uploads,
            set: (name, value) => this.set({ values: { ...this.values, [name]: value } }),
            setUpload: (name, upload) => this.#upload(name, upload),
            signal: this.signal,
          })}
          <div class="bar">
            ${button({ label: uploading ? t.uploadsGoOn : t.submit, kind: 'primary', type: 'submit', busy: this.busy, disabled: uploading })}
            ${linkButton({ label: t.cancel, href: '#/new', kind: 'plain' })}
          </div>
        </form>
      </div>
    `;
  }

  #submit() {
    return this.send(async () => {
      const made = await api.post(this.type.path, this.form.body(this.values, this.uploads));
      toast(t.jobSubmitted);
      location.hash = `#/jobs/${encodeURIComponent(made.job_id)}`;
    });
  }
}

/** What a job type asks of a person, in a few words. */
function needs(type) {
  const files = Object.values(type.files ?? {}).filter((group) => group.required);
  const parts = [
    ...((type.prompts ?? []).some((name) => (type.schema.required ?? []).includes(name)) ? [t.needsText] : []),
    ...new Set(files.map((group) => (group.kind === 'mesh' ? t.needsMesh : t.needsImage))),
  ];
  return parts.length > 0 ? t.needs(parts) : featureName(type.feature);
}
