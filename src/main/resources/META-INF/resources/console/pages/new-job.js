/** A new job: job types as cards, then the form that the schema of the type describes. */
import { api } from '../api.js';
import { Page, button, empty, failure, html, icon, linkButton, nothing, note, pageHead } from '../ui.js';
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

  disconnectedCallback() {
    super.disconnectedCallback();
    Object.values(this.uploads).forEach(({ picture }) => picture && URL.revokeObjectURL(picture));
  }

  /** Takes an upload in place of the one before, whose picture is not shown any more. */
  #upload(name, upload) {
    const before = this.uploads[name]?.picture;
    if (before && before !== upload.picture) URL.revokeObjectURL(before);
    this.set({ uploads: { ...this.uploads, [name]: upload } });
  }

  content() {
    return this.type ? this.#formPage() : this.#choice();
  }

  #choice() {
    const ready = this.types.filter((type) => type.models.length > 0);
    return html`
      ${pageHead({ title: t.newJob, lead: t.newJobLead })}
      ${this.query.get('from') || this.query.get('type') ? note(t.typeGone) : nothing}
      ${ready.length === 0 ? empty({ title: t.noTypes, text: t.noTypesText }) : nothing}
      <div class="stack wide">
        ${BEGINNINGS.map(({ heading, picture, fits }, at) => {
          const types = ready.filter((type) => BEGINNINGS.findIndex((other) => other.fits(type)) === at);
          return types.length === 0
            ? nothing
            : html`
                <section class="stack">
                  <h2>${heading}</h2>
                  <ul class="grid">
                    ${types.map((type) => html`
                      <li><a class="choice" href="#/new?type=${encodeURIComponent(type.path)}">
                        ${icon(picture)}<strong>${type.name}</strong><span class="small soft">${needs(type)}</span>
                      </a></li>
                    `)}
                  </ul>
                </section>
              `;
        })}
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
          ${this.problem && !this.form.showsAll(wrong) ? failure(this.problem) : nothing}
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
      location.hash = `#/jobs/${encodeURIComponent(made.job_id)}`;
    });
  }
}

const takes = (type, kind) => Object.values(type.files ?? {}).some((group) => group.required && group.kind === kind);

/** What a person begins with. Each job type stands at the first that fits. */
const BEGINNINGS = [
  { heading: t.fromText, picture: 'text', fits: (type) => !takes(type, 'mesh') && !takes(type, 'image') },
  { heading: t.fromPicture, picture: 'picture', fits: (type) => !takes(type, 'mesh') },
  { heading: t.withMesh, picture: 'cube', fits: () => true },
];

/** What a job type asks of a person, in a few words. */
function needs(type) {
  const files = Object.values(type.files ?? {}).filter((group) => group.required);
  const parts = [
    ...((type.prompts ?? []).some((name) => (type.schema.required ?? []).includes(name)) ? [t.needsText] : []),
    ...new Set(files.map((group) => (group.kind === 'mesh' ? t.needsMesh : t.needsImage))),
  ];
  return parts.length > 0 ? t.needs(parts) : featureName(type.feature);
}
