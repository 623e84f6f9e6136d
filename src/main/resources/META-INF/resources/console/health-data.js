/** What the pages of administrators say about the state of the server. */
import { api } from './api.js';
import { t } from './texts.js';

/** Worst first. */
const ORDER = ['problem', 'warning', 'unknown', 'ok'];

export const sorted = (checks) => [...checks].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));

export const checkName = (check) => t.checkNames[check] ?? check;

/**
 * What needs an administrator now, each with a `text` and the page that helps (`href`). Jobs that wait beside no worker come
 * first, then what is not ready, then the problems that the diagnostics found. Warnings wait on the page of health.
 */
export async function whatNeedsYou(signal) {
  const [scheduler, report] = await Promise.all([api.get('system/scheduler-status', { signal }), api.get('system/diagnostics', { signal })]);
  const { running, queue_status: queue } = scheduler.scheduler;
  return [
    ...(!running && queue.pending > 0 ? [{ text: t.needNoWorker(queue.pending), href: '#/workers' }] : []),
    ...report.readiness.filter((check) => !check.up).map((check) => ({ text: t.needNotReady(check.name), href: '#/health' })),
    ...report.checks.filter((check) => check.status === 'problem').map((check) => ({ text: t.needProblem(checkName(check.check)), href: '#/health' })),
  ];
}
