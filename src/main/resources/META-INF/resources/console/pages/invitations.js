/** Open invitations. The link of one is shown when it is made, and never again. */
import { api, session } from '../api.js';
import { button, confirm, empty, html, note, nothing, pageHead, table, time, toast } from '../ui.js';
import { accountTabs, invite, learnNames, person } from '../accounts-data.js';
import { ListPage } from '../list-page.js';
import { t } from '../texts.js';

const LIMIT = 50;

export default class Invitations extends ListPage {
  heading() {
    return t.invitations;
  }

  /** The API counts these by offset, which is the cursor here. */
  async read(filters, offset) {
    const { invites, pagination } = await api.get('users/admin/invites', { query: { limit: LIMIT, offset }, signal: this.signal });
    await learnNames(invites.map((one) => one.created_by), this.signal);
    return { rows: invites, next: pagination.has_more ? pagination.offset + invites.length : null, total: pagination.total };
  }

  async #invite() {
    if (await invite()) await this.load();
  }

  async #withdraw(one) {
    if (!(await confirm({ title: t.withdrawTitle, text: t.withdrawText, action: t.withdraw }))) return;
    try {
      await api.delete(`users/admin/invites/${encodeURIComponent(one.invite_id)}`);
      toast(t.withdrawn);
      await this.load();
    } catch (problem) {
      toast(problem.detail);
    }
  }

  content() {
    const { registration } = session.status;
    const action = (kind) => button({ label: t.invite, kind, icon: 'add', onClick: () => this.#invite() });
    return html`
      ${pageHead({ title: t.invitations, actions: action('primary') })}
      ${accountTabs('#/users/invitations')}
      <div class="stack">
        ${registration === 'invite' ? nothing : note(t.invitationsIn[registration])}
        ${this.rows.length === 0
          ? empty({ title: t.noInvitation, text: t.noInvitationText, picture: 'person', action: action('') })
          : html`
              <div class="card">
                ${table({
                  caption: t.invitations,
                  rows: this.rows,
                  columns: [
                    { label: t.forWhom, cell: (one) => one.email ?? html`<span class="soft">${t.anyone}</span>` },
                    { label: t.madeBy, cell: (one) => person(one.created_by) },
                    { label: t.made, cell: (one) => time(one.created_at) },
                    { label: t.ends, cell: (one) => time(one.expires_at) },
                    { label: t.actions, cell: (one) => button({ label: t.withdraw, small: true, describe: t.actionOf(t.withdraw, one.email ?? t.anyone), onClick: () => this.#withdraw(one) }) },
                  ],
                })}
              </div>
              ${this.pager()}
            `}
      </div>
    `;
  }
}
