/** Health: what the diagnostics find, readiness, and the machine. */
import { api } from '../api.js';
import { Page, badge, button, bytes, card, duration, facts, failure, html, nothing, pageHead, time } from '../ui.js';
import { checkName, sorted } from '../health-data.js';
import { meter } from '../usage-data.js';
import { t } from '../texts.js';

const KINDS = { ok: 'good', warning: 'warn', problem: 'bad', unknown: 'plain' };

/** Of the disk or the memory: from here on a person should look, and soon must. */
const FULL = [[95, 'bad'], [85, 'warn'], [0, 'accent']];

export default class Health extends Page {
  report = null;
  machine = null;
  info = null;
  uptime = 0;
  busy = false;
  problem = null;

  heading() {
    return t.health;
  }

  async fetch() {
    const get = (path) => api.get(path, { signal: this.signal });
    const [report, status, info, health] = await Promise.all([get('system/diagnostics'), get('system/status'), get('system/info'), get('system/health')]);
    Object.assign(this, { report, machine: status.system, info, uptime: health.uptime });
  }

  content() {
    const { checks, readiness, checked_at: at } = this.report;
    const having = (status) => checks.filter((check) => check.status === status).length;
    const care = having('problem') + readiness.filter((check) => !check.up).length;
    return html`
      ${pageHead({
        title: t.health,
        lead: html`${care === 0 ? t.allWell : t.needCare(care)} ${having('warning') > 0 ? t.risks(having('warning')) : nothing} <span class="small">${t.checked} ${time(at)}.</span>`,
        actions: button({ label: t.checkAgain, icon: 'again', busy: this.busy, onClick: () => this.send(() => this.fetch()) }),
      })}
      <div class="stack wide">
        ${this.problem ? failure(this.problem) : nothing}
        ${card({ title: t.checks, body: html`<ul class="rows checks">${sorted(checks).map((check) => this.#check(check))}</ul>` })}
        <div class="halves">
          ${card({
            title: t.readiness,
            body: html`
              <p class="soft lead-below">${t.readinessLead}</p>
              <ul class="rows checks">
                ${readiness.map(({ name, up }) => html`<li class="check-row">${state(up ? 'good' : 'bad', up ? t.ready : t.notReady)}<strong>${t.readinessNames[name] ?? name}</strong></li>`)}
              </ul>
            `,
          })}
          ${this.#machine()}
        </div>
      </div>
    `;
  }

  #check({ check, status, seen, advice }) {
    return html`
      <li class="check-row">
        ${state(KINDS[status], t.checkStatus[status])}
        <div>
          <strong>${checkName(check)}</strong>
          <p class="soft">${seen}</p>
          ${advice ? html`<p>${advice}</p>` : nothing}
        </div>
      </li>
    `;
  }

  #machine() {
    const { memory, disk, cpu_usage: cpu } = this.machine;
    const { system, application } = this.info;
    return card({
      title: t.machine,
      body: html`
        <div class="stack">
          ${level(t.disk, disk.percent, t.freeOf(bytes(disk.free), bytes(disk.total)))}
          ${level(t.memory, memory.percent, t.freeOf(bytes(memory.available), bytes(memory.total)))}
          ${level(t.processors, cpu, t.processorsOf(system.cpu_count))}
        </div>
        <div class="facts-below">
          ${facts([
            [t.version, application.version],
            [t.runsSince, duration(this.uptime)],
            [t.platform, system.platform],
          ])}
        </div>
      `,
    });
  }
}

const state = (kind, word) => html`<span class="check-state">${badge(word, kind)}</span>`;

const level = (name, percent, text) => html`
  <div>
    <div class="bar apart"><strong>${name}</strong><span class="small soft number">${text}</span></div>
    ${meter([[percent / 100, FULL.find(([from]) => percent >= from)[1]]])}
  </div>
`;
