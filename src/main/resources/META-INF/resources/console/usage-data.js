/** What pages about usage share: ranges of days, bars, tables with shares, and budgets. */
import { api } from './api.js';
import { bytes, duration, html, note, nothing, save, svg, table, time } from './ui.js';
import { featureName } from './jobs-data.js';
import { t } from './texts.js';

const DAY = 24 * 60 * 60 * 1000;

/** Days of the ranges to choose from. The server has 400 days at most. */
const RANGES = [7, 30, 90, 365];
const DEFAULT_RANGE = 30;

/** More bars than these are too thin on a narrow screen: then each is a week. */
const MAX_BARS = 92;

/** `2026-01-31`, the day in UTC. */
const dayOf = (instant) => new Date(instant).toISOString().slice(0, 10);

/**
 * The days that a query asks for: `from` and `to`, or the last `days`.
 *
 * @returns `from` and `to` as the API takes them, and `days`, which is 0 for dates of one's own
 */
export function rangeOf(query) {
  if (query.get('from') || query.get('to')) return { from: query.get('from'), to: query.get('to'), days: 0 };
  const asked = Number(query.get('days'));
  const days = RANGES.includes(asked) ? asked : DEFAULT_RANGE;
  return { from: dayOf(Date.now() - (days - 1) * DAY), to: dayOf(Date.now()), days };
}

/** Choices for a range of days; `own` stands for dates of one's own. */
export const rangeChoices = () => [...RANGES.map((days) => [days, t.lastDays(days)]), ['own', t.ownDates]];

/** What can be shown: the value of an item, its text, and values at which an axis may end. */
export const MEASURES = {
  gpu: { label: t.gpuTime, value: (item) => Number(item.gpu_seconds), text: duration, ends: [2, 4, 10, 20, 60, 120, 240, 600, 1200, 1800], unit: 3600 },
  jobs: { label: t.jobs, value: (item) => item.jobs, text: (number) => number.toLocaleString(), ends: [2, 4, 10, 20, 40, 100, 200, 400], unit: 1000 },
  bytes: { label: t.resultSize, value: (item) => item.result_bytes, text: bytes, ends: [2, 10, 20, 40, 100, 200, 400], unit: 1000 },
};

/** The end of an axis that shows `most`: a number that people read easily, whose half is one, too. */
function endOf(most, { ends, unit }) {
  const end = ends.find((value) => value >= most);
  if (end) return end;
  const scale = unit * 10 ** Math.max(0, Math.floor(Math.log10(most / unit)));
  return [1, 2, 4, 10].find((value) => value * scale >= most) * scale;
}

const SHORT_DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const LONG_DATE = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDate = (day) => SHORT_DATE.format(new Date(day));
const longDate = (day) => LONG_DATE.format(new Date(day));

const COUNTERS = ['jobs', 'failed', 'cancelled', 'gpu_seconds', 'result_bytes'];

/** One item with the sums of several, and with what else the first one has. */
export const sumOf = (items) => ({
  ...items[0],
  ...Object.fromEntries(COUNTERS.map((counter) => [counter, items.reduce((sum, item) => sum + Number(item[counter]), 0)])),
});

/** The days as the bars show them: each, or the weeks of a long range. */
export function barsOf(days) {
  if (days.length <= MAX_BARS) return days.map((item) => ({ ...item, name: longDate(item.key), short: shortDate(item.key) }));
  const weeks = [];
  for (let at = 0; at < days.length; at += 7) {
    const week = days.slice(at, at + 7);
    weeks.push({ ...sumOf(week), name: t.span(shortDate(week[0].key), longDate(week.at(-1).key)), short: shortDate(week[0].key) });
  }
  return weeks;
}

/** Bars of a measure. What they say stands in a table beside them, for everybody who cannot see or point at them. */
export function bars(items, measure) {
  const values = items.map(measure.value);
  const most = Math.max(...values);
  const end = endOf(most, measure);
  const label = t.barsOf(measure.label, items[0].name, items.at(-1).name, measure.text(most), items[values.indexOf(most)].name);
  return html`
    <figure class="bars">
      <div class="bars-scale" aria-hidden="true">
        <span>${measure.text(end)}</span><span>${measure.text(end / 2)}</span><span>${measure.text(0)}</span>
      </div>
      <svg viewBox="0 0 ${items.length * 10} 100" preserveAspectRatio="none" role="img" aria-label=${label}>
        ${[0.5, 50].map((y) => svg`<line class="bars-line" x1="0" x2=${items.length * 10} y1=${y} y2=${y}/>`)}
        ${items.map((item, at) => {
          const height = (values[at] / end) * 100;
          return svg`<g><title>${item.name}: ${measure.text(values[at])}</title>
            <rect class="bars-place" x=${at * 10} y="0" width="10" height="100"/>
            <rect class="bars-value" x=${at * 10 + 1.5} y=${100 - height} width="7" height=${height}/></g>`;
        })}
      </svg>
      <div class="bars-dates" aria-hidden="true">
        ${[0, Math.floor((items.length - 1) / 2), items.length - 1].map((at) => html`<span>${items[at].short}</span>`)}
      </div>
    </figure>
  `;
}

/** A bar of parts of a whole, as pairs of a share from 0 to 1 and a class. The text beside it says the same. */
export function meter(parts) {
  let at = 0;
  const drawn = parts.map(([share, kind]) => {
    const width = Math.min(share, 1 - at) * 100;
    const x = at * 100;
    at += width / 100;
    return svg`<rect class=${kind} x=${x} y="0" width=${width} height="1"/>`;
  });
  return html`<svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}

/** A table of items: what they are called, their share of the measure, and their numbers. */
export function usageTable({ caption, label, items, name, measure }) {
  const most = Math.max(...items.map(measure.value));
  const share = (item) => html`<span class="share">${meter([[most > 0 ? measure.value(item) / most : 0, 'accent']])}</span>`;
  return table({
    caption,
    rows: items,
    columns: [
      { label, cell: (item) => html`${name(item)}${share(item)}` },
      { label: t.gpuTime, number: true, cell: (item) => duration(Number(item.gpu_seconds)) },
      { label: t.jobs, number: true, cell: (item) => item.jobs.toLocaleString() },
      { label: t.failedJobs, number: true, cell: (item) => item.failed.toLocaleString() },
      { label: t.resultSize, number: true, cell: (item) => bytes(item.result_bytes) },
    ],
  });
}

/** The name of a row of types. */
export const typeName = ({ key }) => (key === 'other' ? t.allOthers : featureName(key));

/** The sums of a range. */
export const totals = (total) => html`
  <dl class="figures">
    ${[
      [t.gpuTime, duration(Number(total.gpu_seconds)), nothing],
      [t.jobs, total.jobs.toLocaleString(), t.ofThem(total.failed, total.cancelled)],
      [t.resultSize, bytes(total.result_bytes), nothing],
    ].map(([name, value, more]) => html`<div class="card"><dt>${name}</dt><dd><strong class="number">${value}</strong> <span class="small soft">${more}</span></dd></div>`)}
  </dl>
`;

/** Budgets with what is used of each; `owners` are the names of whose budgets they are. */
export const budgetList = (budgets, owners = t.budgetOf) =>
  budgets.length === 0
    ? html`<p class="soft">${t.noBudget}</p>`
    : html`
        <ul class="budgets">
          ${budgets.map((budget) => {
            const [limit, used, reserved] = [budget.limit_seconds, Number(budget.used_seconds), Number(budget.reserved_seconds)];
            const full = used + reserved >= limit;
            return html`
              <li class="stack tight">
                <div class="bar apart">
                  <strong>${owners[budget.scope] ?? budget.scope}, ${t.budgetPeriod[budget.period] ?? budget.period}</strong>
                  <span class="number">${t.usedOf(duration(used), duration(limit))}</span>
                </div>
                ${meter([[used / limit, full ? 'bad' : budget.warning ? 'warn' : 'accent'], [reserved / limit, 'reserved']])}
                <p class="small soft">${reserved > 0 ? t.reserved(duration(reserved)) : nothing} ${t.startsAnew} ${time(budget.resets_at)}.</p>
                ${full ? note(t.budgetFull, 'warn') : nothing}
              </li>
            `;
          })}
        </ul>
      `;

/** Saves a report as a table for spreadsheets. */
export async function saveCsv(path, query, signal) {
  const url = new URL(api.url(path));
  Object.entries(query).forEach(([name, value]) => value && url.searchParams.set(name, value));
  save(await api.file(url, { accept: 'text/csv', signal }), `usage-by-${query.by}.csv`);
}
