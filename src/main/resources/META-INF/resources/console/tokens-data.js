/** What the pages of tokens and sessions share: reading them, what they may do, and how a new one is shown. */
import { api, session } from './api.js';
import { copyable, html, listed, nothing, note } from './ui.js';
import { t } from './texts.js';

/** The most that the server tells at once, and how often a page asks. */
const PAGE = 1000;
const MAX_PAGES = 5;

/** All tokens of the person, newest first: `login` ones are sessions, `api` ones are for programs. */
export async function readTokens(signal) {
  const tokens = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await api.get('users/tokens', { query: { limit: PAGE, offset: page * PAGE }, signal });
    tokens.push(...answer.tokens);
    if (tokens.length >= answer.total_count || answer.tokens.length === 0) break;
  }
  return tokens;
}

/** Scopes that a person can give a token, with whether a new one has them. */
export const SCOPES = () => [
  ['jobs:read', true],
  ['jobs:write', true],
  ['account', false],
  ...(session.admin ? [['admin', false]] : []),
];

/** What a token may do, in words. */
export const scopeNames = (scopes) =>
  SCOPES().every(([scope]) => scopes.includes(scope)) ? t.everything : listed(scopes.map((scope) => t.scopes[scope] ?? scope));

/** A command that works with the token, whatever it may do. */
function curlLine(token, scopes) {
  const path = scopes.includes('jobs:read') ? 'system/jobs/history?limit=5' : scopes.includes('account') ? 'users/me' : 'system/models';
  return `curl -H "Authorization: Bearer ${token}" "${api.url(path)}"`;
}

/** A new token, which nobody sees again, and how to use it. */
export const newToken = ({ token, token_info: info }) => html`
  <div class="stack">
    ${copyable(token, t.copyToken)}
    ${note(t.shownOnce, 'warn')}
    <p>${t.tryIt}</p>
    ${copyable(curlLine(token, info.scopes))}
    ${info.allowed_networks ? html`<p class="small soft">${t.worksFrom(info.allowed_networks.join(', '))}</p>` : nothing}
  </div>
`;
