/** Service accounts: accounts without a password, for programs such as workers. */
import { api } from '../api.js';
import { badge, button, empty, html, pageHead, table, time } from '../ui.js';
import { accountTabs, makeServiceAccount, makeServiceToken, remember, userHref } from '../accounts-data.js';
import { ListPage } from '../list-page.js';
import { t } from '../texts.js';

const LIMIT = 50;

export default class ServiceAccounts extends ListPage {
  heading() {
    return t.serviceAccounts;
  }

  /** The API counts these by offset, which is the cursor here. */
  async read(filters, offset) {
    const { users, pagination } = await api.get('users/admin/service-accounts', { query: { limit: LIMIT, offset }, signal: this.signal });
    remember(users);
    return { rows: users, next: pagination.has_more ? pagination.offset + users.length : null, total: pagination.total };
  }

  async #make() {
    if (await makeServiceAccount({ title: t.newServiceAccount, lead: t.newServiceAccountLead, action: t.makeServiceAccount })) await this.load();
  }

  content() {
    const action = (kind) => button({ label: t.newServiceAccount, kind, icon: 'add', onClick: () => this.#make() });
    return html`
      ${pageHead({ title: t.serviceAccounts, actions: action('primary') })}
      ${accountTabs('#/users/service-accounts')}
      ${this.rows.length === 0
        ? empty({ title: t.noServiceAccount, text: t.newServiceAccountLead, picture: 'server', action: action('') })
        : html`
            <div class="card">
              ${table({
                caption: t.serviceAccounts,
                rows: this.rows,
                columns: [
                  { label: t.name, cell: (user) => html`<a class="strong" href=${userHref(user.user_id)}>${user.username}</a>` },
                  { label: t.state, cell: (user) => (user.is_active ? html`<span class="soft">${t.active}</span>` : badge(t.disabled, 'bad')) },
                  { label: t.since, cell: (user) => time(user.created_at) },
                  { label: t.actions, cell: (user) => button({ label: t.newToken, small: true, icon: 'key', describe: t.actionOf(t.newToken, user.username), onClick: () => makeServiceToken(user) }) },
                ],
              })}
            </div>
            ${this.pager()}
          `}
    `;
  }
}
