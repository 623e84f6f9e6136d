/** The shell of the console: which page an address shows, navigation, and the gate that asks people to sign in. */
import { Problem, session } from './api.js';
import { Component, button, empty, failure, html, icon, nothing, openDialog, skeleton, toast } from './ui.js';
import { t } from './texts.js';

/**
 * The pages. `path` is what stands after `#`, with `:name` for what varies; `module` is a file in pages/ whose default export
 * is a subclass of `Page`; `access` is public, person (the default) or admin; `accounts` marks pages that simple mode has
 * not. Pages with `label` and `group` stand in the navigation.
 */
const PAGES = [
  { path: '/', module: 'home', label: t.home, icon: 'home', group: 'work' },
  { path: '/new', module: 'new-job', label: t.newJob, icon: 'add', group: 'work' },
  { path: '/jobs', module: 'jobs', label: t.jobs, icon: 'jobs', group: 'work' },
  { path: '/jobs/:id', module: 'job', under: '/jobs' },
  { path: '/tokens', module: 'tokens', label: t.tokens, icon: 'key', group: 'account', accounts: true },
  { path: '/tokens/new', module: 'token-new', under: '/tokens', accounts: true },
  { path: '/usage', module: 'usage', label: t.usage, icon: 'chart', group: 'account' },
  { path: '/profile', module: 'profile', label: t.profile, icon: 'person', group: 'account', accounts: true },
  { path: '/webhooks/new', module: 'webhook-new', under: '/profile', accounts: true },
  { path: '/webhooks/:id', module: 'webhook', under: '/profile', accounts: true },
  { path: '/users', module: 'users', access: 'admin', accounts: true, label: t.users, icon: 'people', group: 'admin' },
  { path: '/users/invitations', module: 'invitations', access: 'admin', accounts: true, under: '/users' },
  { path: '/users/service-accounts', module: 'service-accounts', access: 'admin', accounts: true, under: '/users' },
  { path: '/users/:id', module: 'user', access: 'admin', accounts: true, under: '/users' },
  { path: '/workers', module: 'workers', access: 'admin', accounts: true, label: t.workersAndQueue, icon: 'server', group: 'admin' },
  { path: '/audit', module: 'audit', access: 'admin', accounts: true, label: t.audit, icon: 'eye', group: 'admin' },
  { path: '/health', module: 'health', access: 'admin', accounts: true, label: t.health, icon: 'health', group: 'admin' },
  { path: '/sign-in', module: 'sign-in', access: 'public', accounts: true },
  { path: '/register', module: 'register', access: 'public', accounts: true },
  { path: '/reset', module: 'reset', access: 'public', accounts: true },
];

const GROUPS = [
  ['work', null],
  ['account', t.groupAccount],
  ['admin', t.groupAdmin],
];

/** The page of an address, with its parameters. */
function match(path) {
  const steps = path.split('/');
  for (const page of PAGES) {
    const expected = page.path.split('/');
    if (expected.length !== steps.length) continue;
    const params = {};
    if (expected.every((step, at) => (step.startsWith(':') ? ((params[step.slice(1)] = decodeURIComponent(steps[at])), steps[at] !== '') : step === steps[at]))) {
      return { page, params };
    }
  }
  return null;
}

class Shell extends Component {
  current = null;
  page = null;
  menu = false;
  problem = null;
  /** What the button of the failure does. */
  #retry = null;
  #visit = 0;

  async connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.show());
    this.addEventListener('rewritten', () => (this.current.address = location.hash));
    session.addEventListener('change', () => this.show(true));
    session.signInAgain = signInAgain;
    await this.begin();
  }

  async begin() {
    this.set({ problem: null });
    try {
      await session.begin();
    } catch (problem) {
      this.#failed(problem, () => this.begin());
    }
  }

  #failed(problem, retry) {
    this.#retry = retry;
    this.set({ problem });
  }

  /** Shows the page of the address. With `keep`, a page that may still be shown stays as it is. */
  async show(keep = false) {
    if (session.status === null) return;
    const [path, query] = location.hash.slice(1).split('?');
    let found;
    try {
      found = match(path || '/');
    } catch {
      found = null; // a malformed escape
    }
    const address = location.hash;
    const target = this.#gate(found);
    if (keep && this.current?.address === address && this.current?.target === target) {
      this.update();
      return;
    }
    const visit = (this.#visit += 1);
    this.current = { address, target, found };
    this.problem = null;
    if (target === null || target === 'no-right') {
      this.page = null;
      this.#entered(target === null ? t.pageNotFound : t.noRight);
      return;
    }
    let element;
    try {
      element = await this.#make(target);
    } catch (failed) {
      console.error(failed);
      // some browsers remember that a module could not be loaded until the page is loaded again
      if (visit === this.#visit) this.#failed(new Problem({}), () => location.reload());
      return;
    }
    if (visit !== this.#visit) return; // somebody has gone on meanwhile
    element.params = found?.params ?? {};
    element.query = new URLSearchParams(query);
    this.page = element;
    this.#entered(element.heading());
  }

  /** The module to show, null for none, or `no-right`. */
  #gate(found) {
    if (!found || (found.page.accounts && session.simple)) return null;
    if (found.page.access === 'public') return found.page.module;
    if (!session.open) return 'sign-in';
    return found.page.access === 'admin' && !session.admin ? 'no-right' : found.page.module;
  }

  async #make(module) {
    const name = `page-${module}`;
    if (!customElements.get(name)) {
      const loaded = await import(`./pages/${module}.js`);
      if (!customElements.get(name)) customElements.define(name, loaded.default);
    }
    return document.createElement(name);
  }

  #entered(heading) {
    document.title = heading ? `${heading} – Meshgate` : 'Meshgate';
    this.set({ menu: false });
    scrollTo(0, 0);
    queueMicrotask(() => queueMicrotask(() => this.querySelector('main h1')?.focus({ preventScroll: true })));
  }

  view() {
    return html`
      <a class="skip" href="#main" @click=${(event) => {
        event.preventDefault(); // the address is that of the page
        this.querySelector('main').focus();
      }}>${t.skip}</a>
      ${this.#bar()}
      <div class="frame ${session.open ? 'with-nav' : ''}">
        ${session.open ? this.#navigation() : nothing}
        <main id="main" tabindex="-1">${this.#content()}</main>
      </div>
      <div class="toasts" role="status"></div>
    `;
  }

  #content() {
    if (this.problem) return failure(this.problem, this.#retry);
    if (!this.current) return skeleton(4);
    if (this.page) return this.page;
    const none = this.current.target === null;
    return html`
      <h1 class="visually-hidden" tabindex="-1">${none ? t.pageNotFound : t.noRight}</h1>
      ${empty({
        title: none ? t.pageNotFound : t.noRight,
        text: none ? t.pageNotFoundText : t.noRightText,
        picture: 'alert',
        action: html`<a class="button" href="#/">${t.home}</a>`,
      })}
    `;
  }

  #bar() {
    return html`
      <header class="top">
        <a class="brand" href="#/">${icon('cube')}<span>Meshgate</span></a>
        <div class="bar">
          ${session.simple ? html`<span class="badge plain">${t.simpleMode}</span>` : nothing}
          ${session.user
            ? html`<span class="who small">${session.user.username}</span>
                ${button({ label: t.signOut, small: true, kind: 'plain', onClick: () => this.#signOut() })}`
            : nothing}
          ${session.open
            ? html`<button class="button plain small menu" type="button" aria-expanded=${this.menu} aria-controls="nav"
                aria-label=${t.menu} @click=${() => this.set({ menu: !this.menu })}>${icon(this.menu ? 'close' : 'menu')}</button>`
            : nothing}
        </div>
      </header>
    `;
  }

  #navigation() {
    const here = this.current?.found?.page;
    const shown = PAGES.filter(
      (page) => page.label && !(page.accounts && session.simple) && (page.access !== 'admin' || session.admin),
    );
    return html`
      <nav id="nav" class=${this.menu ? 'open' : ''} aria-label=${t.navigation}>
        ${GROUPS.map(([group, label]) => {
          const pages = shown.filter((page) => page.group === group);
          return pages.length === 0
            ? nothing
            : html`
                ${label ? html`<h2>${label}</h2>` : nothing}
                <ul>
                  ${pages.map((page) => html`
                    <li>
                      <a href="#${page.path}" aria-current=${page === here || page.path === here?.under ? 'page' : nothing}>
                        ${icon(page.icon)}${page.label}
                      </a>
                    </li>
                  `)}
                </ul>
              `;
        })}
        <ul class="outside">
          <li><a href=${new URL('../docs/', document.baseURI).href}>${icon('book')}${t.apiDescription}</a></li>
        </ul>
      </nav>
    `;
  }

  async #signOut() {
    try {
      await session.signOut();
      location.hash = '#/';
    } catch (problem) {
      toast(problem.detail);
    }
  }
}

/** The sign-in over the page that was open when the session ended. */
async function signInAgain() {
  const { signInForm } = await import('./pages/sign-in.js');
  await openDialog({
    title: t.sessionEnded,
    closable: false,
    body: (close) => {
      const content = document.createElement('div');
      signInForm(content, {
        lead: t.sessionEndedText,
        username: session.user?.username ?? '',
        onDone: () => close(true),
        onLeave: () => {
          session.user = null;
          location.reload();
        },
      });
      return content;
    },
  });
}

customElements.define('mg-shell', Shell);
