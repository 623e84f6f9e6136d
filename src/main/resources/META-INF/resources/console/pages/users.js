/** Accounts: search, filters, and the way to invite people. */
import { api } from '../api.js';
import { button, empty, html, linkButton, pageHead, table, time } from '../ui.js';
import { accountBadges, accountTabs, invite, remember, userHref } from '../accounts-data.js';
import { ListPage } from '../list-page.js';
import { t } from '../texts.js';

const LIMIT = 25;

export default class Users extends ListPage {
  filters = ['q', 'role', 'active'];

  heading() {
    return t.users;
  }

  async read(filters, cursor) {
    const { users, pagination } = await api.get('users/admin/users', { query: { ...filters, limit: LIMIT, cursor }, signal: this.signal });
    remember(users);
    return { rows: users, next: pagination.next_cursor, total: pagination.total, exact: pagination.total_is_exact };
  }

  content() {
    return html`
      ${pageHead({ title: t.users, actions: button({ label: t.invite, kind: 'primary', icon: 'add', onClick: () => invite() }) })}
      ${accountTabs('#/users')}
      ${this.filterBar(
        html`
          ${this.filterInput('q', t.search, { type: 'search', placeholder: t.searchUsers, maxLength: 254 })}
          ${this.filterSelect('role', t.role, Object.entries(t.roles))}
          ${this.filterSelect('active', t.state, [['true', t.active], ['false', t.disabled]])}
        `,
        '#/users',
      )}
      ${this.rows.length > 0 ? html`<div class="card">${this.#table()}</div>` : this.next ? '' : this.#none()}
      ${this.rows.length > 0 || this.next ? this.pager() : ''}
    `;
  }

  #none() {
    return empty({ title: t.noUser, text: t.noUserText, picture: 'people', action: linkButton({ label: t.clearFilters, href: '#/users' }) });
  }

  #table() {
    return table({
      caption: t.users,
      rows: this.rows,
      columns: [
        { label: t.name, cell: (user) => html`<a class="strong" href=${userHref(user.user_id)}>${user.username}</a>${user.email ? html`<br /><span class="small soft">${user.email}</span>` : ''}` },
        { label: t.state, cell: (user) => html`<span class="bar">${user.is_active ? html`<span class="soft">${t.active}</span>` : ''}${accountBadges(user)}</span>` },
        { label: t.since, cell: (user) => time(user.created_at) },
      ],
    });
  }
}
