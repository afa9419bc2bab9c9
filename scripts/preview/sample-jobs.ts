import { causeOf } from '../../functions/causes/cause-of.ts';
import type { AlertedTask, AlertOf } from '../../functions/kinds/alert.ts';
import type { SourceId } from '../../functions/mms/id.ts';
import { aStanding, aTask, id, now } from './sample-alerts.ts';

const minute = 60_000;

export const aFinishedJob = (
  tables: readonly string[],
  texts: readonly string[],
): AlertOf<'job-finished'> => ({
  kind: 'job-finished',
  tookMs: 1390 * minute,
  unlisted: 0,
  at: now,
  due: false,
  job: aStanding({
    done: 5000 - 3 - tables.length,
    failed: tables.length,
    running: 0,
    waiting: 0,
    leftMs: undefined,
  }),
  slowest: [
    { task: aTask(4032, 'orders_2024'), tookMs: 182 * minute },
    { task: aTask(4010, 'payments'), tookMs: 125 * minute },
    { task: aTask(4031, 'customers'), tookMs: 96 * minute },
  ],
  failed: tables.map((table, index) => ({
    ...aTask(4060 + index, table),
    cause: causeOf(texts[index % texts.length] ?? ''),
  })),
});

export const anEscalation = (
  changes: Partial<AlertOf<'escalation'>> = {},
): AlertOf<'escalation'> => ({
  kind: 'escalation',
  job: aStanding(),
  why: 'share failed',
  failed: 12,
  ended: 40,
  since: now - 31 * minute,
  at: now,
  due: false,
  ...changes,
});

export const aStalledTask = (task: AlertedTask): AlertOf<'stalled'> => ({
  kind: 'stalled',
  what: 'task',
  task: { ...task, status: 'DATA_DOING' },
  since: now - 190 * minute,
  usualMs: 20 * minute,
  at: now,
  due: false,
});

export const aStalledJob = (): AlertOf<'stalled'> => ({
  kind: 'stalled',
  what: 'job',
  job: aStanding(),
  waiting: 37,
  since: now - 120 * minute,
  at: now,
  due: false,
});

export const aReminder = (task: AlertedTask, text: string): AlertOf<'reminder'> => ({
  kind: 'reminder',
  task,
  cause: causeOf(text),
  failedAt: now - 1470 * minute,
  at: now,
  due: false,
});

export const aBlindSource = (until?: number): AlertOf<'blind'> => ({
  kind: 'blind',
  what: 'source',
  sourceId: id<SourceId>(2000015),
  sourceName: 'bigquery_prod',
  since: now - 70 * minute,
  until,
  at: now,
  due: false,
  reason:
    "2000015: the tasks cannot be listed: ListMmsTasks 403 Forbidden.RAM (request 6740A1B7); allow the function's role odps:ListMmsTasks on acs:odps:*:*:mmsdatasource/2000015",
});

export const aLostChannel = (): AlertOf<'blind'> => ({
  kind: 'blind',
  what: 'channel',
  channel: 'slack',
  since: now - 20 * minute,
  at: now,
  due: false,
  reason:
    'Slack was not told: 410 channel_is_archived; unarchive the channel or set another SLACK_WEBHOOK_URL',
});
