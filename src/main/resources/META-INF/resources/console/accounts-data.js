/** What the administrators' pages share: names of accounts, badges, and the ways to invite people and programs. */
import { api } from './api.js';
import { badge, html, input, nothing, select, textArea, toggle } from './ui.js';
import { formDialog, shownOnce } from './dialogs.js';
import { t } from './texts.js';

const USERS = 'users/admin/users';

/** Ids of accounts; jobs of nobody have none. */
const USER_ID = /^user_[0-9a-f]{16}$/;

/** The newest accounts are read at once, and a few others one by one. */
const READ_AT_ONCE = 500;
const READ_SINGLY = 20;

/** An id that is not known yet may be of an account that was made since the last reading. */
const READ_AGAIN = 10000;

/** By id; empty for accounts that are gone. */
const names = new Map();
let reading = null;
let readAt = 0;

export const isUserId = (text) => USER_ID.test(text ?? '');

export const userHref = (id) => `#/users/${encodeURIComponent(id)}`;

/** Learns the names of these accounts, for `nameOf` and `person`. */
export async function learnNames(ids, signal) {
  const unknown = () => [...new Set(ids)].filter((id) => isUserId(id) && !names.has(id));
  const before = unknown();
  if (before.length > 0 && Date.now() - readAt > READ_AGAIN) {
    readAt = Date.now();
    reading = readNewest(before);
  }
  const all = await reading;
  if (all === false) await Promise.all(unknown().slice(0, READ_SINGLY).map((id) => learnName(id, signal)));
}

/** Reads the newest accounts. Whether these are all, and what is `asked` and not among them is gone; null after a failure. */
async function readNewest(asked) {
  try {
    const { users, total } = await api.get(USERS, { query: { limit: READ_AT_ONCE } });
    remember(users);
    if (users.length < total) return false;
  } catch {
    return null;
  }
  asked.filter((id) => !names.has(id)).forEach((id) => names.set(id, ''));
  return true;
}

async function learnName(id, signal) {
  try {
    remember([(await api.get(`${USERS}/${id}`, { signal })).user]);
  } catch (problem) {
    if (problem.status === 404) names.set(id, '');
  }
}

/** Takes note of the names of accounts that were read anyhow. */
export function remember(users) {
  for (const { user_id: id, username } of users) names.set(id, username);
}

/** The name of an account, or its id where that is not known. */
export const nameOf = (id) => names.get(id) || id;

/** An account as a link, `cli` for the command line, and nobody. */
export function person(id) {
  if (!id || id === '-') return html`<span class="soft">${t.nobody}</span>`;
  if (id === 'cli') return t.commandLine;
  if (names.get(id) === '') return html`<span class="soft" title=${id}>${t.deletedAccount}</span>`;
  return isUserId(id) ? html`<a href=${userHref(id)}>${nameOf(id)}</a>` : html`<code>${id}</code>`;
}

/** The account with this name or id; null when there is none. */
export async function findPerson(text, signal) {
  if (isUserId(text) || text === 'cli') return text;
  const { users } = await api.get(USERS, { query: { q: text, limit: 100 }, signal });
  remember(users);
  const same = users.find(({ username, email }) => [username, email].some((name) => name?.toLowerCase() === text.toLowerCase()));
  return (same ?? (users.length === 1 ? users[0] : null))?.user_id ?? null;
}

/** A filter of a `ListPage` that takes the name of a person; the address has the id. */
export function personFilter(page, name, label, placeholder) {
  return page.filterInput(name, label, {
    type: 'search',
    value: nameOf(page.query.get(name) ?? ''),
    placeholder,
    error: page.nobody,
    find: async (text) => {
      page.set({ nobody: null });
      try {
        const id = text ? await findPerson(text, page.signal) : '';
        await (id === null ? page.set({ nobody: t.isNobody }) : page.filter(name, id));
      } catch (problem) {
        if (!page.signal.aborted) page.set({ problem });
      }
    },
  });
}

/** What an account is, and whether it is disabled. */
export const accountBadges = (user) => html`
  ${user.kind === 'service' ? badge(t.serviceAccount, 'plain') : nothing}
  ${user.role === 'admin' ? badge(t.roles.admin, 'accent') : nothing}
  ${user.is_active ? nothing : badge(t.disabled, 'bad')}
`;

/** The parts of the administration of accounts, of which `here` is shown. */
export const accountTabs = (here) => html`
  <div class="tabs" role="navigation" aria-label=${t.users}>
    ${[
      ['#/users', t.everybody],
      ['#/users/invitations', t.invitations],
      ['#/users/service-accounts', t.serviceAccounts],
    ].map(([href, label]) => html`<a href=${href} aria-current=${href === here ? 'page' : nothing}>${label}</a>`)}
  </div>
`;

const HOURS_OF_A_DAY = 24;

/** Makes an invitation, and shows its link once. Resolves with whether there is a new one. */
export async function invite() {
  const made = await formDialog({
    title: t.invite,
    lead: t.inviteLead,
    action: t.makeLink,
    send: ({ email, expires_in_hours }) =>
      api.post('users/admin/invites', { email: email.trim() || undefined, expires_in_hours: Number(expires_in_hours) }),
    body: (wrong) => html`
      ${input({ label: t.email, name: 'email', type: 'email', autofocus: true, hint: t.inviteEmailHint, error: wrong.email })}
      ${select({ label: t.ends, name: 'expires_in_hours', required: true, value: 7 * HOURS_OF_A_DAY, error: wrong.expires_in_hours, choices: [1, 7, 30].map((days) => [days * HOURS_OF_A_DAY, t.inDays(days)]) })}
    `,
  });
  if (!made) return false;
  await shownOnce({ title: t.invitationMade, lead: t.invitationMadeText, text: made.link, label: t.copyLink });
  return true;
}

/** Days that a token may live, to choose from; without any, as long as the server allows. */
const TOKEN_DAYS = [7, 30, 90, 365];
const PROGRAM_SCOPES = ['worker', 'jobs:read', 'jobs:write', 'account'];

/** Their fields have names of their own, because the page of an account has some of these names, too. */
const TOKEN_BUDGETS = [
  ['gpu_seconds_per_day', t.gpuSecondsADay],
  ['gpu_seconds_per_month', t.gpuSecondsAMonth],
];

/** The fields of a token for a program. */
const tokenFields = (wrong) => html`
  <fieldset class="stack tight">
    <legend>${t.mayDo}</legend>
    ${PROGRAM_SCOPES.map((scope) => toggle({ label: t.scopes[scope], name: scope, value: scope === 'worker' }))}
    ${wrong.scopes ? html`<p class="error" role="alert">${t.mayDo} ${wrong.scopes}</p>` : nothing}
  </fieldset>
  ${select({ label: t.ends, name: 'expires_in_days', required: true, value: '', error: wrong.expires_in_days, choices: [...TOKEN_DAYS.map((days) => [days, t.inDays(days)]), ['', t.asLongAsAllowed]] })}
  <details class="more" ?open=${['allowed_networks', ...TOKEN_BUDGETS.map(([name]) => name)].some((name) => wrong[name])}>
    <summary>${t.moreSettings}</summary>
    <div class="stack">
      ${TOKEN_BUDGETS.map(([name, label]) => input({ label, name: `token_${name}`, type: 'number', min: 0, step: 1, inputMode: 'numeric', error: wrong[name] }))}
      ${textArea({ label: t.networks, name: 'allowed_networks', hint: t.networksHint, error: wrong.allowed_networks })}
    </div>
  </details>
`;

const tokenRequest = (fields) => {
  const networks = fields.allowed_networks.split(/[\s,]+/).filter(Boolean);
  return {
    scopes: PROGRAM_SCOPES.filter((scope) => fields[scope]),
    expires_in_days: fields.expires_in_days ? Number(fields.expires_in_days) : null,
    allowed_networks: networks.length > 0 ? networks : null,
    ...Object.fromEntries(TOKEN_BUDGETS.map(([name]) => [name, fields[`token_${name}`] ? Number(fields[`token_${name}`]) : null])),
  };
};

/** Makes a service account, for a worker unless something else is chosen, and shows its token once. */
export async function makeServiceAccount({ title, lead, action }) {
  const made = await formDialog({
    title,
    lead,
    action,
    send: (fields) => api.post('users/admin/service-accounts', { name: fields.name.trim(), ...tokenRequest(fields) }),
    body: (wrong) => html`
      ${input({ label: t.name, name: 'name', required: true, autofocus: true, hint: t.usernameHint, error: wrong.name })}
      ${tokenFields(wrong)}
    `,
  });
  if (!made) return false;
  await showToken(made);
  return true;
}

/** Makes a further token of a service account, or one in place of all others. */
export async function makeServiceToken(user) {
  const made = await formDialog({
    title: t.tokenFor(user.username),
    action: t.makeToken,
    send: (fields) =>
      api.post(`users/admin/service-accounts/${encodeURIComponent(user.user_id)}/tokens`, { ...tokenRequest(fields), revoke_others: Boolean(fields.revoke_others) }),
    body: (wrong) => html`${tokenFields(wrong)} ${toggle({ label: t.endOtherTokens, name: 'revoke_others' })}`,
  });
  if (!made) return false;
  await showToken(made);
  return true;
}

const showToken = ({ user, token, token_info }) =>
  shownOnce({
    title: t.tokenOf(user.username),
    lead: t.tokenOnceText,
    text: token,
    label: t.copyToken,
    more: token_info.scopes.includes('worker')
      ? html`<details class="more"><summary>${t.startWorker}</summary><div class="stack"><p class="soft">${t.startWorkerText}</p><pre class="code-block"><code>${t.workerCommand(api.url('../../').replace(/\/$/, ''))}</code></pre></div></details>`
      : '',
  });
