import * as z from 'zod/mini';
import {
  alertSchema,
  type AlertOf,
  jobOf,
  jobSubject,
  type Alert,
  type JobRef,
} from '../notification/alert.ts';
import { jobColumns, since } from '../notification/csv.ts';
import { joined, type Block, type Line } from '../notification/document.ts';
import { causeList, causesInHeadline } from '../notification/failures/causes.ts';
import { defineKind, kindOf, type Kind, type Scene } from '../notification/kind.ts';
import { jobName, moreOf, shortJobName, someOf, sourceName } from '../notification/names.ts';
import { stopLines } from '../notification/next-steps.ts';
import { percent } from '../notification/wording/numbers.ts';

const schema = alertSchema('escalation', ({ job, count, moment, causes }) => ({
  job,
  why: z.enum(['share failed', 'no success', 'burst']),
  /** Failures of the burst, tasks of the share that failed, failures since the last success. */
  failed: count,
  /** Tasks that ended since the channel watches the job. */
  ended: count,
  /** Since when they count. */
  since: moment,
  /** Tasks that have not started yet. */
  waiting: count,
  /** Tasks that have failed since then and stand so, by cause. */
  causes,
}));

export type EscalationAlert = AlertOf<typeof schema>;

/** A job fails in a way that needs a person now. */
export const escalation: Kind = defineKind<EscalationAlert>('escalation', {
  schema,
  key: ({ job }) => `escalation ${job.sourceId}/${job.id}`,
  subject: ({ job }) => jobSubject(job),
  timing: () => 'at once',
  calls: () => true,
  eventId: ({ why, failed, ended }) => `${why} ${failed} ${ended}`,
  csvRows: (alert) => [{ ...jobColumns(alert.job), reason: alert.why, ...since(alert.since) }],
  headline: (alerts, scene) => {
    const [first] = alerts;
    const { job } = scene.locale.messages;
    const names = alerts.map((alert) => shortJobName(alert.job, scene));
    const isAlone = alerts.length === 1;
    return {
      text: isAlone
        ? headlineOf(first, scene)
        : job.escalations(alerts.length, someOf(names, scene)),
      tone: 'failed',
      place: isAlone ? shortJobName(first.job, scene) : [],
      countsTasks: true,
    };
  },
  section: (alerts, scene) => {
    const shown = alerts.slice(0, scene.limits.lines);
    const rest = alerts.slice(shown.length);
    const blocks = shown.map((alert) => blockOf(alert, scene));
    if (rest.length === 0) return blocks;
    const names = rest.map(({ job }) => shortJobName(job, scene));
    const tells = rest.map(escalation.key);
    return [...blocks, { kind: 'lines', tone: 'failed', lines: [moreOf(names, scene)], tells }];
  },
});

function headlineOf(alert: EscalationAlert, scene: Scene): Line {
  const { job, form } = scene.locale.messages;
  const { failed, ended, since: from, at } = alert;
  const why = causesInHeadline(alert.causes, scene);
  switch (alert.why) {
    case 'burst':
      return job.burst(form.counted(failed, 'table'), why);
    case 'share failed':
      return job.shareFailed(failed, ended, scene.locale.timeText(from), why);
    case 'no success':
      return job.noSuccess(failed, form.duration(at - from), why);
    default:
      return alert.why satisfies never;
  }
}

function blockOf(alert: EscalationAlert, scene: Scene): Block {
  const { job: messages } = scene.locale.messages;
  const { job, causes, waiting } = alert;
  const lines: Line[] = [reasonOf(alert, scene)];
  // The failures themselves follow with their causes, where they are told in the same message.
  if (!isToldBelow(alert, scene)) {
    lines.push(whereabouts(job, scene), ...causeList(causes, scene));
  }
  if (waiting > 0) lines.push([messages.stillWaiting(waiting)], ...stopLines(job, scene));
  return { kind: 'lines', tone: 'failed', lines, tells: [escalation.key(alert)] };
}

/** `job nightly_full (87) · source bigquery_prod (2000015)` */
function whereabouts(job: JobRef, scene: Scene): Line {
  const { failure } = scene.locale.messages;
  const source = sourceName(job.sourceId, job.sourceName, scene);
  return joined([failure.job(jobName(job, scene)), failure.source(source)], ' · ');
}

function isToldBelow({ job }: EscalationAlert, { notification }: Scene): boolean {
  const { kinds, alerts } = notification;
  return alerts.some((alert) => {
    const kind = kindOf(kinds, alert);
    const subject = kind.subject(alert);
    const isOfJob = subject.type === 'task' && jobOf(subject) === jobOf(jobSubject(job));
    return isOfJob && kind.causes(alert).length > 0;
  });
}

const isEscalation = (alert: Alert): alert is EscalationAlert => alert.kind === 'escalation';

/** Jobs that may be stopped for it, as `source/job`: nobody retries them at the same time. */
export const jobsToStop = (alerts: readonly Alert[]): ReadonlySet<string> =>
  new Set(
    alerts
      .filter(isEscalation)
      .filter(({ waiting }) => waiting > 0)
      .map((alert) => jobOf(escalation.subject(alert))),
  );

function reasonOf({ why, failed, ended, since: from, at }: EscalationAlert, scene: Scene): Line {
  const { job, form } = scene.locale.messages;
  const { time } = scene.locale;
  switch (why) {
    case 'burst':
      return [job.whyBurst];
    case 'share failed':
      return job.whyShare(percent(failed / Math.max(1, ended)), time(from));
    case 'no success':
      return job.whyNoSuccess(time(from), form.duration(at - from));
    default:
      return why satisfies never;
  }
}
