/**
 * The components of the console. Stateless ones are functions that return a template; those with a state of their own are
 * custom elements (mg-…). All render into the page itself, so that one stylesheet, labels and password managers reach them.
 * docs/console.md shows each.
 */
import { html, nothing, render, svg } from './vendor/lit-html-3.3.1.js';
import { t } from './texts.js';

export { html, nothing, render, svg };

// --- Components -----------------------------------------------------------------------------------------------------

/** A custom element that renders `view()` into itself. Members are set with `set`, which renders once for all of them. */
export class Component extends HTMLElement {
  #pending = false;

  connectedCallback() {
    this.update();
  }

  set(members) {
    Object.assign(this, members);
    this.update();
  }

  update() {
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      if (this.isConnected) render(this.view(), this);
    });
  }
}

/**
 * A page. The router makes one for each visit and sets `params` (of the path) and `query`. `signal` aborts when the person
 * leaves; pass it to every request. `load` fetches what the page needs, and shows a skeleton or the failure meanwhile.
 */
export class Page extends Component {
  params = {};
  query = new URLSearchParams();
  #left = new AbortController();
  #failure = null;
  #loading = false;

  get signal() {
    return this.#left.signal;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  disconnectedCallback() {
    this.#left.abort();
  }

  /** Overridden by pages that fetch something first. */
  async fetch() {}

  async load() {
    this.#loading = true;
    this.#failure = null;
    this.update();
    try {
      await this.fetch();
    } catch (problem) {
      if (this.signal.aborted) return;
      this.#failure = problem;
    }
    this.#loading = false;
    this.update();
  }

  view() {
    if (this.#failure) return html`${pageHead({ title: this.heading() })}${failure(this.#failure, () => this.load())}`;
    if (this.#loading) return html`${pageHead({ title: this.heading() })}${skeleton(4)}`;
    return this.content();
  }

  /** The heading while the page loads, and in the title of the window. */
  heading() {
    return '';
  }

  /** Changes the query in the address, such as the filters of a list, without another visit to the page. */
  rewrite(query) {
    this.query = query;
    const [path] = location.hash.split('?');
    history.replaceState(null, '', query.size > 0 ? `${path}?${query}` : path);
    this.dispatchEvent(new Event('rewritten', { bubbles: true }));
  }

  /** Sends a form's request: marks it busy, and puts what the server says about fields to them. */
  async send(action, { busy = 'busy', problem = 'problem' } = {}) {
    if (this[busy]) return;
    this.set({ [busy]: true, [problem]: null });
    try {
      await action();
    } catch (failed) {
      if (!(this.signal.aborted || failed.name === 'AbortError')) {
        if (failed.status === undefined) console.error(failed);
        this[problem] = failed;
        queueMicrotask(() => queueMicrotask(() => focusProblem(this)));
      }
    }
    this.set({ [busy]: false });
  }
}

/** Puts the focus where a refused form says what is wrong. */
function focusProblem(root) {
  (root.querySelector('[aria-invalid="true"]') ?? root.querySelector('.failure'))?.focus();
}

let ids = 0;

/** An id that no other element of the page has. */
export const newId = () => `i${(ids += 1)}`;

// --- Pictures -------------------------------------------------------------------------------------------------------

const ICONS = {
  home: svg`<path d="M3 10.5 12 3l9 7.5M5.5 9v11h13V9"/>`,
  add: svg`<path d="M12 5v14M5 12h14"/>`,
  jobs: svg`<path d="M4 6h16M4 12h16M4 18h10"/>`,
  key: svg`<circle cx="8" cy="15" r="4"/><path d="m11 12 9-9M16 7l3 3"/>`,
  chart: svg`<path d="M4 20V10M10 20V4M16 20v-7M21 20H3"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4 21c1-4 4-6 8-6s7 2 8 6"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.7-3.6 3.2-5.5 6.5-5.5s5.8 1.9 6.5 5.5M16 5a3.5 3.5 0 0 1 0 6.5M18 15c2 .8 3 2.5 3.5 5"/>`,
  server: svg`<rect x="3" y="4" width="18" height="7" rx="1.5"/><rect x="3" y="13" width="18" height="7" rx="1.5"/><path d="M7 7.500h.01M7 16.500h.01"/>`,
  book: svg`<path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3z M5 17a3 3 0 0 1 3-3h11"/>`,
  health: svg`<path d="M3 12h4l2.5-6 4 12 2.5-6h5"/>`,
  eye: svg`<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z"/><circle cx="12" cy="12" r="2.500"/>`,
  menu: svg`<path d="M4 6h16M4 12h16M4 18h16"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  download: svg`<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>`,
  upload: svg`<path d="M12 16V5M7 9l5-5 5 5M4 20h16"/>`,
  again: svg`<path d="M20 11a8 8 0 1 0-2 6M20 4v7h-7"/>`,
  cube: svg`<path d="m12 3 8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.5 8-4.500M12 12v9"/>`,
  text: svg`<path d="M4 6h16M4 11h16M4 16h9"/>`,
  picture: svg`<rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="m4 18 5-5 4 4 3-3 4 4"/>`,
  copy: svg`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>`,
  alert: svg`<path d="M12 4 2.5 20h19zM12 10v4M12 17h.01"/>`,
  done: svg`<path d="m5 13 4 4L19 7"/>`,
};

/** A picture beside a text that says the same; it is hidden from screen readers. */
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${ICONS[name]}</svg>`;

// --- Page and text --------------------------------------------------------------------------------------------------

/** The heading of a page, with its actions at the right. The shell puts the focus on it after each navigation. */
export const pageHead = ({ title, lead = nothing, actions = nothing, back = null }) => html`
  <header class="page-head">
    ${back ? html`<a class="back small" href=${back.href}>← ${back.label}</a>` : nothing}
    <div class="bar apart">
      <h1 tabindex="-1">${title}</h1>
      <div class="bar">${actions}</div>
    </div>
    ${lead === nothing ? nothing : html`<p class="soft lead">${lead}</p>`}
  </header>
`;

/** A box with a heading. */
export const card = ({ title = null, actions = nothing, body, level = 2 }) => html`
  <section class="card">
    ${title ? html`<div class="bar apart card-head">${heading(level, title)}<div class="bar">${actions}</div></div>` : nothing}
    ${body}
  </section>
`;

const heading = (level, text) => (level === 2 ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`);

/** Names with values. Rows whose value is empty are left out. */
export const facts = (rows) => html`
  <dl class="facts">
    ${rows
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>
`;

/** What a list shows that has nothing. */
export const empty = ({ title, text, action = nothing, picture = 'cube' }) => html`
  <div class="empty">${icon(picture)}<h2>${title}</h2><p class="soft">${text}</p>${action}</div>
`;

/** A failed request: what the server says, the id under which its operator finds it, and another try. */
export const failure = (problem, retry = null) => html`
  <div class="failure" role="alert" tabindex="-1">
    ${icon('alert')}
    <div class="stack tight">
      <p>${problem.detail ?? t.unexpectedFailure}</p>
      ${problem.requestId ? html`<p class="small soft">${t.requestId} <code>${problem.requestId}</code></p>` : nothing}
      ${retry ? html`<div>${button({ label: t.tryAgain, icon: 'again', small: true, onClick: retry })}</div>` : nothing}
    </div>
  </div>
`;

/** A hint that is no failure. */
export const note = (content, kind = 'info') => html`<div class="note ${kind}">${content}</div>`;

/** Grey lines while something loads. */
export const skeleton = (lines = 3) => html`
  <div class="skeleton" role="status">
    <span class="visually-hidden">${t.loading}</span>
    ${Array.from({ length: lines }, () => html`<div class="skeleton-line"></div>`)}
  </div>
`;

const BADGES = { completed: 'good', processing: 'accent', queued: 'plain', failed: 'bad', cancelled: 'plain' };

/** A word with a colour. Without `kind`, the word is the state of a job. */
export const badge = (word, kind = null) =>
  html`<span class="badge ${kind ?? BADGES[word] ?? 'plain'}">${kind ? word : (t.jobStatus[word] ?? word)}</span>`;

/** A bar from 0 to 1; without a value it says that something goes on. */
export const progress = (value, label) => html`
  <progress class="progress" max="1" .value=${value ?? 0} aria-label=${label}></progress>
`;

// --- Buttons and fields ---------------------------------------------------------------------------------------------

/**
 * A button. `kind` is primary (one on a page), danger or plain; `busy` keeps its place and takes no second click.
 */
export const button = ({ label, kind = '', icon: picture = null, small = false, type = 'button', busy = false, disabled = false, onClick = null, describe = null, autofocus = false }) => html`
  <button
    class="button ${kind} ${small ? 'small' : ''}"
    type=${type}
    ?disabled=${disabled}
    ?autofocus=${autofocus}
    aria-disabled=${busy ? 'true' : nothing}
    aria-label=${describe ?? nothing}
    @click=${(event) => {
      if (busy) event.preventDefault();
      else onClick?.(event);
    }}>${picture ? icon(picture) : nothing}${busy ? t.busy : label}</button>
`;

/** A link that looks like a button. */
export const linkButton = ({ label, href, kind = '', icon: picture = null, small = false, download = null }) => html`
  <a class="button ${kind} ${small ? 'small' : ''}" href=${href} download=${download ?? nothing}>
    ${picture ? icon(picture) : nothing}${label}
  </a>
`;

/**
 * A field with its label, hint and error; `unmarked` leaves “optional” out where the form says that of all fields; messages of the server go on from the label ("is required"). `control` gets the
 * attributes that bind these together. Use `input`, `textArea`, `select` or `toggle`, which are fields already.
 */
const field = ({ label, hint, error, required, unmarked, name }, control) => {
  const id = `f-${name}`;
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return html`
    <div class="field ${error ? 'wrong' : ''}">
      <label for=${id}>${label}${required || unmarked ? nothing : html` <span class="soft optional">${t.optional}</span>`}</label>
      ${control({ id, described: described || nothing, invalid: error ? 'true' : nothing })}
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
      ${error ? html`<p class="error" id="${id}-error">${label} ${error}</p>` : nothing}
    </div>
  `;
};

/** A line of text, a number, a date, an address or a password. */
export const input = (options) =>
  field(options, ({ id, described, invalid }) => html`
    <input
      id=${id}
      name=${options.name}
      type=${options.type ?? 'text'}
      .value=${String(options.value ?? '')}
      ?required=${options.required}
      ?autofocus=${options.autofocus}
      min=${options.min ?? nothing}
      max=${options.max ?? nothing}
      step=${options.step ?? nothing}
      maxlength=${options.maxLength ?? nothing}
      autocomplete=${options.autocomplete ?? 'off'}
      autocapitalize=${options.autocomplete ? 'none' : nothing}
      inputmode=${options.inputMode ?? nothing}
      placeholder=${options.placeholder ?? nothing}
      aria-describedby=${described}
      aria-invalid=${invalid}
      @input=${(event) => options.onInput?.(event.target.value, event)} />
  `);

/** Several lines of text. */
export const textArea = (options) =>
  field(options, ({ id, described, invalid }) => html`
    <textarea
      id=${id}
      name=${options.name}
      rows=${options.rows ?? 3}
      .value=${String(options.value ?? '')}
      ?required=${options.required}
      maxlength=${options.maxLength ?? nothing}
      placeholder=${options.placeholder ?? nothing}
      aria-describedby=${described}
      aria-invalid=${invalid}
      @input=${(event) => options.onInput?.(event.target.value, event)}></textarea>
  `);

/** One of several choices, as pairs of value and label. */
export const select = (options) =>
  field(options, ({ id, described, invalid }) => html`
    <select
      id=${id}
      name=${options.name}
      aria-describedby=${described}
      aria-invalid=${invalid}
      @change=${(event) => options.onInput?.(event.target.value, event)}>
      ${options.choices.map(([value, label]) => html`
        <option value=${value} ?selected=${String(value) === String(options.value ?? '')}>${label}</option>
      `)}
    </select>
  `);

/** Yes or no. */
export const toggle = ({ label, name, value = false, hint = null, error = null, onInput = null }) => html`
  <div class="field">
    <label class="toggle">
      <input type="checkbox" role="switch" name=${name} .checked=${Boolean(value)}
        aria-describedby=${hint ? `f-${name}-hint` : nothing}
        @change=${(event) => onInput?.(event.target.checked, event)} />
      <span>${label}</span>
    </label>
    ${hint ? html`<p class="hint" id="f-${name}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error">${label} ${error}</p>` : nothing}
  </div>
`;

/** A form. `onSend` gets its text fields as an object. */
export const form = ({ body, actions, onSend, problem = null, label = null }) => html`
  <form class="stack" novalidate aria-label=${label ?? nothing}
    @submit=${(event) => {
      event.preventDefault();
      onSend(Object.fromEntries(new FormData(event.target)), event.target);
    }}>
    ${problem && !hasFields(problem) ? failure(problem) : nothing}
    ${body}
    <div class="bar">${actions}</div>
  </form>
`;

/** A refusal that only names fields is shown at them, and nowhere else. */
const hasFields = (problem) => Object.keys(problem.fields ?? {}).length > 0;

// --- Lists ----------------------------------------------------------------------------------------------------------

/**
 * A table that becomes a list of cards on a narrow screen. `columns` have `label`, `cell(row)`, and `number` for numbers; the
 * roles are written down, because browsers forget them when a stylesheet changes the layout of a table.
 */
export const table = ({ caption, columns, rows, key = null }) => html`
  <table class="table" role="table">
    <caption class="visually-hidden">${caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(({ label, number }) => html`<th role="columnheader" scope="col" class=${number ? 'number' : ''}>${label}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => html`
        <tr role="row" data-key=${key ? key(row) : nothing}>
          ${columns.map(({ label, cell, number }) => html`
            <td role="cell" class=${number ? 'number' : ''} data-label=${label}><span>${cell(row)}</span></td>
          `)}
        </tr>
      `)}
    </tbody>
  </table>
`;

/** The end of a list that continues: how many are shown, and a button for more. */
export const pager = ({ shown, total = null, exact = true, more, busy = false, onMore }) => html`
  <div class="bar apart pager">
    <p class="soft small" role="status">${t.shown(shown, total, exact)}</p>
    ${more ? button({ label: t.showMore, busy, onClick: onMore }) : nothing}
  </div>
`;

// --- Dialogs and toasts ---------------------------------------------------------------------------------------------

/**
 * Opens a dialog over the page. `body(close)` is its content; `close(result)` ends it. Resolves with the result, or undefined
 * when the person closed it, or went to another page.
 */
export function openDialog({ title, body, closable = true }) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    const id = newId();
    dialog.className = 'dialog';
    dialog.setAttribute('aria-labelledby', id);
    const close = (result) => {
      removeEventListener('hashchange', leave);
      dialog.close();
      dialog.remove();
      resolve(result);
    };
    const leave = () => closable && close(undefined);
    addEventListener('hashchange', leave);
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      leave();
    });
    render(
      html`
        <div class="bar apart">
          <h2 id=${id}>${title}</h2>
          ${closable
            ? html`<button class="button plain small" type="button" aria-label=${t.close} @click=${() => close(undefined)}>${icon('close')}</button>`
            : nothing}
        </div>
        ${body(close, dialog)}
      `,
      dialog,
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks before something that cannot be undone. Resolves with whether the person agreed. */
export async function confirm({ title, text, action, danger = true }) {
  return Boolean(
    await openDialog({
      title,
      body: (close) => html`
        <p>${text}</p>
        <div class="bar end">
          ${button({ label: t.cancel, autofocus: true, onClick: () => close(false) })}
          ${button({ label: action, kind: danger ? 'danger' : 'primary', onClick: () => close(true) })}
        </div>
      `,
    }),
  );
}

const TOAST_TIME = 6000;

/** Says for a few seconds what has happened. Failures stay at their place instead. */
export function toast(text) {
  const place = document.querySelector('.toasts');
  const shown = document.createElement('p');
  shown.className = 'toast';
  shown.textContent = text;
  place.append(shown);
  setTimeout(() => shown.remove(), TOAST_TIME);
}

// --- Times, copies --------------------------------------------------------------------------------------------------

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const STEPS = [
  ['year', 31536000],
  ['month', 2592000],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
];

/** The instant of a time of the API; times without a zone are UTC. */
export const instantOf = (text) => (text ? new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`) : null);

/** "3 minutes ago". */
export function relative(instant, now = Date.now()) {
  const seconds = Math.round((instant.getTime() - now) / 1000);
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 5 ? t.now : RELATIVE.format(seconds, 'second');
}

/** Seconds as "1 min 20 s". */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t.seconds(whole);
  if (whole < 3600) return t.minutes(Math.floor(whole / 60), whole % 60);
  return t.hours(Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
}

/** Names as one text, such as "Read jobs, submit jobs". */
export const listed = (names) => names.map((name, at) => (at > 0 ? name.charAt(0).toLowerCase() + name.slice(1) : name)).join(', ');

/** Bytes as "1.4 MB". */
export function bytes(number) {
  const unit = number < 1e3 ? 0 : number < 1e6 ? 1 : number < 1e9 ? 2 : 3;
  return `${(number / 1000 ** unit).toLocaleString(undefined, { maximumFractionDigits: unit ? 1 : 0 })} ${t.byteUnits[unit]}`;
}

/** `<mg-time>`: relative, with the exact time in the reader's zone on hover, and true while the page stays open. */
class Time extends HTMLElement {
  static observedAttributes = ['at'];
  #timer = 0;

  connectedCallback() {
    this.#timer = setInterval(() => this.#show(), 30000);
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    this.#show();
  }

  #show() {
    const instant = instantOf(this.getAttribute('at'));
    if (!instant || Number.isNaN(instant.getTime())) return;
    const element = this.firstElementChild ?? this.appendChild(document.createElement('time'));
    element.dateTime = instant.toISOString();
    element.title = EXACT.format(instant);
    element.textContent = relative(instant);
  }
}

customElements.define('mg-time', Time);

/** A time of the API, relative; `otherwise` where there is none. */
export const time = (at, otherwise = '–') => (at ? html`<mg-time at=${at}></mg-time>` : otherwise);

/** Over plain HTTP, browsers have no clipboard for scripts, but copy what is selected. */
async function copy(text, beside) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  beside.after(area); // within an open dialog, nothing outside can be selected
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Copies a text, and says so. */
export const copyButton = (text, label = t.copy) =>
  button({
    label,
    icon: 'copy',
    small: true,
    onClick: async (event) => {
      await copy(text, event.target);
      toast(t.copied);
    },
  });

/** Saves what was fetched as a file. */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TOAST_TIME); // a browser reads it after the click
}

/** A text to copy, such as a token or a command. */
export const copyable = (text, label = t.copy) => html`
  <div class="copyable"><code>${text}</code>${copyButton(text, label)}</div>
`;
