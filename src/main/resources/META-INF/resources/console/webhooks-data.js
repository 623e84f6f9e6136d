/** What the pages of webhooks share: their fields, their events, and what state they are in. */
import { badge, html, input, toggle } from './ui.js';
import { t } from './texts.js';

/** The events to subscribe to. */
const EVENTS = ['job.completed', 'job.failed', 'job.cancelled', 'token.expiring'];

/** The fields of a webhook, with what was wrong with each. */
export const webhookFields = (wrong, webhook = { url: '', description: '', events: EVENTS.filter((event) => event.startsWith('job.')) }) => html`
  ${input({ label: t.webhookUrl, name: 'url', type: 'url', inputMode: 'url', value: webhook.url, required: true, maxLength: 2048, placeholder: t.webhookUrlExample, hint: t.webhookUrlHint, error: wrong.url })}
  ${input({ label: t.description, name: 'description', value: webhook.description, maxLength: 200, error: wrong.description })}
  <fieldset class="stack tight">
    <legend>${t.toldOf}</legend>
    ${EVENTS.map((event) => toggle({ label: t.webhookEvents[event], name: event, value: webhook.events.includes(event) }))}
    ${wrong.events ? html`<p class="error" role="alert">${t.toldOf} ${wrong.events}</p>` : ''}
  </fieldset>
`;

/** What was typed into the fields, as the API takes it. */
export const webhookOf = (fields) => ({
  url: fields.url.trim(),
  description: fields.description,
  events: EVENTS.filter((event) => fields[event]),
});

/** Whether it is sent to, and how that goes. */
export function webhookState(webhook) {
  if (!webhook.enabled) return badge(t.disabledBecause[webhook.disabled_reason] ?? t.disabledBecause.owner, webhook.disabled_reason === 'owner' ? 'plain' : 'bad');
  if (webhook.failing_since) return badge(t.failing, 'warn');
  return badge(t.enabled, 'good');
}

/** What a person calls a webhook: its description, or its host. */
export function webhookName(webhook) {
  if (webhook.description) return webhook.description;
  try {
    return new URL(webhook.url).host;
  } catch {
    return webhook.url;
  }
}

export const webhookHref = (webhook) => `#/webhooks/${encodeURIComponent(webhook.webhook_id)}`;
