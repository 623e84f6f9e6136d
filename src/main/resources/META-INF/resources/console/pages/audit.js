/** The audit: who did what to whom, by person, action and time; and its export as a file. */
import { api } from '../api.js';
import { badge, button, empty, facts, html, linkButton, nothing, pageHead, save, table, time, toast } from '../ui.js';
import { isUserId, learnNames, nameOf, person, personFilter } from '../accounts-data.js';
import { ListPage } from '../list-page.js';
import { t } from '../texts.js';

const LIMIT = 50;

/** An export reads so many entries at most, in pages as large as the server gives. */
const EXPORTED = 10000;
const EXPORT_LIMIT = 500;

const COLUMNS = ['time', 'action', 'outcome', 'user_id', 'username', 'target', 'address', 'token_id', 'request_id'];

/** A cell of a table that a spreadsheet takes as text, whatever it begins with. */
const csvCell = (value) => {
  const text = String(value ?? '');
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

const actionName = (action) => t.auditActions[action] ?? action;

export default class Audit extends ListPage {
  filters = ['user', 'action', 'from', 'to'];
  searchedTo = null;
  exporting = false;

  heading() {
    return t.audit;
  }

  async fetch() {
    if (this.query.get('user')) await learnNames([this.query.get('user')], this.signal);
    await super.fetch();
  }

  async read(filters, cursor) {
    const { entries, next_cursor: next, searched_to: searchedTo } = await api.get('users/admin/audit', { query: { ...filters, limit: LIMIT, cursor }, signal: this.signal });
    await learnNames(entries.flatMap((entry) => [entry.user_id, entry.target, entry.details.owner]), this.signal);
    this.searchedTo = searchedTo;
    return { rows: entries, next };
  }

  showRows(page) {
    super.showRows(page);
    this.querySelectorAll('details.entry[open]').forEach((details) => (details.open = false)); // they were of other entries
  }

  content() {
    return html`
      ${pageHead({
        title: t.audit,
        lead: t.auditLead,
        actions: button({ label: t.exportCsv, icon: 'download', busy: this.exporting, disabled: this.rows.length === 0, onClick: () => this.#export() }),
      })}
      ${this.filterBar(
        html`
          ${personFilter(this, 'user', t.person, t.usernameOrCli)}
          ${this.filterSelect('action', t.action, Object.entries(t.auditActions))}
          ${this.filterInput('from', t.from, { type: 'date' })}
          ${this.filterInput('to', t.to, { type: 'date' })}
        `,
        '#/audit',
      )}
      ${this.rows.length > 0
        ? html`<div class="card">${this.#table()}</div>${this.#end()}`
        : this.next
          ? this.#end()
          : empty({ title: t.noEntry, text: t.noEntryText, picture: 'eye', action: this.filtered ? linkButton({ label: t.clearFilters, href: '#/audit' }) : nothing })}
    `;
  }

  #end() {
    return html`
      ${this.pager()}
      ${this.next && this.searchedTo ? html`<p class="small soft">${t.searchedTo} ${time(this.searchedTo)}.</p>` : nothing}
    `;
  }

  #table() {
    return table({
      caption: t.audit,
      rows: this.rows,
      key: (entry) => entry.id,
      columns: [
        { label: t.when, cell: (entry) => time(entry.time) },
        { label: t.who, cell: (entry) => html`<span class="who-cell">${person(entry.user_id)}</span>` },
        { label: t.what, cell: (entry) => this.#what(entry) },
        { label: t.toWhat, cell: (entry) => target(entry) },
      ],
    });
  }

  #what(entry) {
    return html`
      <span class="bar">${actionName(entry.action)}${outcome(entry)}</span>
      <details class="entry">
        <summary class="small">${t.details}</summary>
        ${facts([
          ...Object.entries(entry.details),
          [t.address, entry.address],
          [t.token, entry.token_id],
          [t.requestId, entry.request_id && html`<code>${entry.request_id}</code>`],
        ])}
      </details>
    `;
  }

  #export() {
    return this.send(
      async () => {
        const lines = [[...COLUMNS, 'details'].map(csvCell).join(',')];
        let cursor = null;
        do {
          const page = await api.get('users/admin/audit', { query: { ...this.chosen(), limit: EXPORT_LIMIT, cursor }, signal: this.signal });
          for (const entry of page.entries) {
            const row = { ...entry, username: isUserId(entry.user_id) ? nameOf(entry.user_id) : '' };
            lines.push([...COLUMNS.map((name) => csvCell(row[name])), csvCell(JSON.stringify(entry.details))].join(','));
          }
          cursor = page.next_cursor;
        } while (cursor && lines.length <= EXPORTED);
        save(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }), 'meshgate-audit.csv');
        toast(cursor ? t.exportedSome(lines.length - 1) : t.exported(lines.length - 1));
      },
      { busy: 'exporting' },
    );
  }
}

/** Nothing for what was done; else that it was not, and the code of the problem. */
function outcome({ action, outcome: code }) {
  if (code === 'success') return nothing;
  return html`${action === 'access_refused' ? nothing : badge(t.refused, 'bad')}<code class="soft">${code}</code>`;
}

/** A person by name, a job as a link, and everything else by its id. */
function target({ target: id, action, details }) {
  if (!id) return html`<span class="soft">–</span>`;
  if (isUserId(id)) return person(id);
  const shown = action.startsWith('job_') ? html`<a href="#/jobs/${encodeURIComponent(id)}"><code>${id}</code></a>` : html`<code>${id}</code>`;
  return isUserId(details.owner) ? html`${shown}<br /><span class="small soft">${t.ofPerson}</span> ${person(details.owner)}` : shown;
}
