/**
 * A form made of the JSON schema of a job type's body. `view(values, wrong, set)` draws it, `initial` and `body` convert between
 * the values of the form, which are by the name of the field, and the body of the request. Knows what the catalogue can say:
 * texts, prompts, numbers with bounds, choices, switches, lists of numbers, objects of these, and files.
 */
import { api } from './api.js';
import { html, icon, input, nothing, progress, select, textArea, toggle } from './ui.js';
import { t } from './texts.js';

const label = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** The schema without the alternative null. */
function unwrapped(schema) {
  return schema.anyOf?.find((one) => one.type !== 'null') ?? schema;
}

const typeOf = (schema) => [unwrapped(schema).type].flat().find((type) => type !== 'null') ?? 'string';

export class SchemaForm {
  #type;
  /** Names that are not fields of their own: files by path and base64, and what stands below "more". */
  #left;

  constructor(type) {
    this.#type = type;
    const files = Object.values(type.files ?? {});
    this.#left = new Set(['model_preference', 'model_parameters', ...files.flatMap(({ fields }) => Object.values(fields))]);
  }

  get fields() {
    const required = new Set(this.#type.schema.required ?? []);
    return Object.entries(this.#type.schema.properties ?? {})
      .filter(([name, schema]) => !this.#left.has(name) && !this.#isFixed(schema))
      .map(([name, schema]) => ({ name, schema, required: required.has(name) }));
  }

  /** A choice of one is no choice. */
  #isFixed(schema) {
    return unwrapped(schema).enum?.length === 1;
  }

  /** Groups of files, of which those with an id can be uploaded. */
  get files() {
    return Object.entries(this.#type.files ?? {})
      .filter(([, group]) => group.fields.id)
      .map(([name, group]) => ({ name, ...group }));
  }

  /** Whether the form has a place for each of these errors. */
  showsAll(wrong) {
    const places = new Set(['model_preference', 'model_parameters', ...this.fields.map(({ name }) => name)]);
    for (const { name, fields } of this.files) [name, ...Object.values(fields)].forEach((place) => places.add(place));
    const names = Object.keys(wrong);
    return names.length > 0 && names.every((name) => places.has(name) || places.has(name.split('.')[0]));
  }

  /** The values at the beginning: the defaults, or those of an earlier job. */
  initial(inputs = {}, model = '') {
    const values = { model_preference: this.#type.models?.includes(model) ? model : '', model_parameters: '' };
    for (const { name, schema } of this.fields) {
      values[name] = this.#start(schema, inputs[name]);
    }
    for (const group of this.#type.one_of ?? []) {
      values[`one_of:${group.join()}`] = group.find((name) => inputs[name]) ?? group[0];
    }
    return values;
  }

  #start(schema, given) {
    const type = typeOf(schema);
    if (type === 'object') {
      return Object.fromEntries(
        Object.entries(unwrapped(schema).properties ?? {}).map(([name, member]) => [name, this.#start(member, given?.[name])]),
      );
    }
    if (type === 'array') return Array.isArray(given) ? given.map(String) : Array(unwrapped(schema).minItems ?? 0).fill('');
    if (type === 'boolean') return given ?? schema.default ?? false;
    return given ?? schema.default ?? '';
  }

  /** The body of the request. Empty optional fields are left out. */
  body(values, uploads) {
    const body = {};
    const chosen = this.#chosen(values);
    for (const { name, schema } of this.fields) {
      if (!chosen(name)) continue;
      const value = this.#value(schema, values[name]);
      if (value !== undefined) body[name] = value;
    }
    for (const { name, fields } of this.files) {
      if (uploads[name]?.id) body[fields.id] = uploads[name].id;
    }
    if (values.model_preference) body.model_preference = values.model_preference;
    if (values.model_parameters?.trim()) body.model_parameters = this.#parameters(values.model_parameters);
    return body;
  }

  /** What is no JSON is sent as it is: the server says what is wrong with it. */
  #parameters(text) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  #value(schema, value) {
    const type = typeOf(schema);
    if (type === 'object') {
      const members = Object.entries(unwrapped(schema).properties ?? {})
        .map(([name, member]) => [name, this.#value(member, value[name])])
        .filter(([, member]) => member !== undefined);
      return members.length > 0 ? Object.fromEntries(members) : undefined;
    }
    if (type === 'array') {
      const items = value.filter((item) => item !== '').map((item) => this.#value(unwrapped(schema).items ?? {}, item));
      return items.length > 0 ? items : undefined;
    }
    if (value === '' || value === null || value === undefined) return undefined;
    if (type === 'integer' || type === 'number') return Number.isNaN(Number(value)) ? value : Number(value);
    return value;
  }

  /** Of fields that exclude each other, the one that was chosen. */
  #chosen(values) {
    return (name) => {
      const group = (this.#type.one_of ?? []).find((names) => names.includes(name));
      return !group || values[`one_of:${group.join()}`] === name;
    };
  }

  view({ values, wrong, set, uploads, setUpload, signal }) {
    const chosen = this.#chosen(values);
    const groups = this.#type.one_of ?? [];
    const files = this.files.map((group) => fileField({ group, upload: uploads[group.name], error: this.#fileError(group, wrong), set: (upload) => setUpload(group.name, upload), signal }));
    const fields = this.fields;
    const more = fields.filter(({ name, required }) => !required && !this.#isPrompt(name) && !groups.flat().includes(name));
    const main = fields.filter((field) => !more.includes(field));
    return html`
      ${main.filter(({ name }) => this.#isPrompt(name)).map((field) => this.#field(field, values, wrong, set))}
      ${files}
      ${groups.map((group) => select({
        label: t.oneOf, name: `one_of:${group.join()}`, required: true, value: values[`one_of:${group.join()}`],
        choices: group.map((name) => [name, label(name)]), onInput: (value) => set(`one_of:${group.join()}`, value),
      }))}
      ${main.filter(({ name }) => !this.#isPrompt(name) && chosen(name)).map((field) => this.#field(field, values, wrong, set))}
      ${this.#more(more, values, wrong, set)}
    `;
  }

  #more(fields, values, wrong, set) {
    const models = this.#type.models ?? [];
    const hasParameters = 'model_parameters' in (this.#type.schema.properties ?? {});
    if (fields.length === 0 && models.length < 2 && !hasParameters) return nothing;
    const failed = [...fields.map(({ name }) => name), 'model_preference', 'model_parameters'].some((name) => wrong[name]);
    return html`
      <details class="more" ?open=${failed}>
        <summary>${t.moreSettings}</summary>
        <div class="stack">
          ${fields.map((field) => this.#field(field, values, wrong, set))}
          ${models.length > 1
            ? select({ label: t.model, name: 'model_preference', value: values.model_preference, error: wrong.model_preference, choices: [['', t.automatic], ...models.map((id) => [id, id])], onInput: (value) => set('model_preference', value) })
            : nothing}
          ${hasParameters
            ? textArea({ label: t.modelParameters, name: 'model_parameters', value: values.model_parameters, hint: t.modelParametersHint, error: wrong.model_parameters, onInput: (value) => set('model_parameters', value) })
            : nothing}
        </div>
      </details>
    `;
  }

  #fileError({ name, fields }, wrong) {
    return [name, ...Object.values(fields)].map((place) => wrong[place]).find(Boolean);
  }

  #isPrompt(name) {
    return (this.#type.prompts ?? []).includes(name);
  }

  #field({ name, schema, required }, values, wrong, set) {
    const common = { label: label(name), name, required, error: wrong[name], value: values[name], onInput: (value) => set(name, value) };
    if (this.#isPrompt(name)) return textArea({ ...common, maxLength: schema.maxLength });
    return this.#control(schema, common, wrong);
  }

  #control(schema, common, wrong) {
    const plain = unwrapped(schema);
    const type = typeOf(schema);
    if (plain.enum) {
      const choices = plain.enum.map((value) => [value, String(value)]);
      return select({ ...common, choices: common.required || schema.default !== undefined ? choices : [['', t.automatic], ...choices] });
    }
    if (type === 'boolean') return toggle(common);
    if (type === 'integer' || type === 'number') {
      return input({ ...common, type: 'number', min: plain.minimum, max: plain.maximum, step: type === 'integer' ? 1 : 'any', hint: bounds(plain) });
    }
    if (type === 'object') return this.#object(plain, common, wrong);
    if (type === 'array') return this.#list(plain, common);
    return input({ ...common, maxLength: plain.maxLength });
  }

  #object(schema, { label: legend, name, value, onInput, error }, wrong) {
    const required = new Set(schema.required ?? []);
    return html`
      <fieldset class="stack">
        <legend>${legend}</legend>
        ${error ? html`<p class="error">${error}</p>` : nothing}
        ${Object.entries(schema.properties ?? {}).map(([member, rule]) => this.#control(rule, {
          label: label(member), name: `${name}.${member}`, required: required.has(member), value: value[member],
          error: wrong[`${name}.${member}`], onInput: (given) => onInput({ ...value, [member]: given }),
        }, wrong))}
      </fieldset>
    `;
  }

  /** A list of a fixed length is as many fields; any other is a line with commas. */
  #list(schema, { label: legend, name, value, onInput, error, required }) {
    if (schema.minItems && schema.minItems === schema.maxItems) {
      const axes = schema.minItems === 3 ? ['X', 'Y', 'Z'] : value.map((_, at) => String(at + 1));
      return html`
        <fieldset class="field ${error ? 'wrong' : ''}">
          <legend>${legend}</legend>
          <div class="axes">
            ${axes.map((axis, at) => input({
              label: axis, name: `${name}.${at}`, type: 'number', step: 'any', required: true, value: value[at],
              onInput: (given) => onInput(value.map((old, index) => (index === at ? given : old))),
            }))}
          </div>
          ${error ? html`<p class="error">${error}</p>` : nothing}
        </fieldset>
      `;
    }
    return input({ label: legend, name, required, error, value: value.join(', '), hint: t.listHint, onInput: (given) => onInput(given.split(',').map((item) => item.trim())) });
  }
}

function bounds({ minimum, maximum, exclusiveMinimum }) {
  if (minimum !== undefined && maximum !== undefined) return t.between(minimum, maximum);
  if (exclusiveMinimum !== undefined) return t.above(exclusiveMinimum);
  return null;
}

const ACCEPT = { image: 'image/*', mesh: '.glb,.gltf,.obj,.fbx,.ply,.stl,.zip' };

/** A file by drag and drop or by the dialog of the browser, which is uploaded at once. */
function fileField({ group, upload, error, set, signal }) {
  const id = `file-${group.name}`;
  const wrong = upload?.problem?.detail ?? error;
  const take = async (file) => {
    if (!file) return;
    const stop = new AbortController();
    signal.addEventListener('abort', () => stop.abort());
    upload?.stop?.abort();
    const begun = { name: file.name, picture: file.type.startsWith('image/') ? URL.createObjectURL(file) : null, progress: 0, stop };
    set(begun);
    try {
      const answer = await api.upload(`file-upload/${group.kind}`, file, { signal: stop.signal, onProgress: (progressed) => set({ ...begun, progress: progressed }) });
      set({ ...begun, progress: 1, id: answer.file_id });
    } catch (problem) {
      if (problem.name !== 'AbortError') set({ ...begun, progress: null, problem });
    }
  };
  return html`
    <div class="field ${wrong ? 'wrong' : ''}">
      <label for=${id}>${label(group.name)}${group.required ? nothing : html` <span class="soft optional">${t.optional}</span>`}</label>
      <div class="drop"
        @dragover=${(event) => {
          event.preventDefault();
          event.currentTarget.classList.add('over');
        }}
        @dragleave=${(event) => event.currentTarget.classList.remove('over')}
        @drop=${(event) => {
          event.preventDefault();
          event.currentTarget.classList.remove('over');
          take(event.dataTransfer.files[0]);
        }}>
        ${upload?.picture ? html`<img class="drop-picture" src=${upload.picture} alt="" />` : icon(group.kind === 'mesh' ? 'cube' : 'upload')}
        <div class="stack tight">
          <p>${upload ? upload.name : t.drop(group.kind)}</p>
          ${upload && !upload.id && !upload.problem ? progress(upload.progress, t.uploading(upload.name)) : nothing}
          ${upload?.id ? html`<p class="small soft">${t.uploaded}</p>` : nothing}
        </div>
        <input id=${id} type="file" accept=${ACCEPT[group.kind] ?? '*/*'} aria-invalid=${wrong ? 'true' : nothing}
          aria-describedby=${wrong ? `${id}-error` : nothing} @change=${(event) => take(event.target.files[0])} />
      </div>
      ${wrong ? html`<p class="error" id="${id}-error">${wrong}</p>` : nothing}
    </div>
  `;
}
