import * as z from 'zod/mini';
import {
  alertSchema,
  type AlertOf,
  jobOf,
  jobSubject,
  type Alert,
  type Some,
} from '../notification/alert.ts';
import { jobColumns, since } from '../notification/csv.ts';
import { joined, type Block, type Line } from '../notification/document.ts';
import { causeList, causesInHeadline } from '../notification/failures/causes.ts';
import { defineKind, kindOf, type Scene } from '../notification/kind.ts';
import { inSource, jobName, shortJobName, shownOf, someOf } from '../notification/names.ts';
import { jobLink, stopLines } from '../notification/next-steps.ts';
import { percent } from '../notification/wording/numbers.ts';

const schema = alertSchema('escalation', ({ job, count, moment, causes }) => ({
  job,
  why: z.enum(['share failed', 'no success', 'burst']),
  /** Failures of the burst, of the share, or since the last success. */
  failed: count,
  /** Since the channel watches the job. */
  ended: count,
  since: moment,
  waiting: count,
  /** Of the tasks that still stand failed. */
  causes,
}));

export type EscalationAlert = AlertOf<typeof schema>;

/** A job fails in a way that needs a person now. */
export const escalation = defineKind('escalation', schema, {
  key: ({ job }) => `escalation ${job.sourceId}/${job.id}`,
  subject: ({ job }) => jobSubject(job),
  calls: () => true,
  eventId: ({ why, failed, ended }) => `${why} ${failed} ${ended}`,
  csvRows: (alert) => [{ ...jobColumns(alert.job), reason: alert.why, ...since(alert.since) }],
  headline: (alerts, scene) => {
    const names = alerts.map((alert) => shortJobName(alert.job, scene));
    const text = headlineOf(alerts, scene);
    return { text, tone: 'failed', place: someOf(names, scene), countsTasks: true };
  },
  section,
  drawsProgress: (alerts) => alerts.length > 1,
});

function headlineOf(alerts: Some<EscalationAlert>, scene: Scene): Line {
  const [first] = alerts;
  const causes = alerts.flatMap((alert) => alert.causes);
  const why = causesInHeadline(causes, scene);
  if (alerts.length === 1) return reasonsOf(first, why, scene).headline;
  const failures = alerts.reduce((sum, { failed }) => sum + failed, 0);
  return scene.messages.job.escalations(failures, alerts.length, why);
}

/** For the headline, with the causes; and for a line. */
function reasonsOf(
  { why, failed, ended, since, at }: EscalationAlert,
  causes: Line,
  { messages: { job, form }, time }: Scene,
): Readonly<{ headline: Line; line: Line }> {
  const [from, lasted] = [time(since), form.duration(at - since)];
  switch (why) {
    case 'burst': {
      const tables = form.counted(failed, 'table');
      return { headline: job.burst(tables, causes), line: job.burst(tables, []) };
    }
    case 'share failed':
      return {
        headline: job.shareFailed(failed, ended, from, causes),
        line: job.whyShare(percent(failed / Math.max(1, ended)), from),
      };
    case 'no success':
      return {
        headline: job.noSuccess(failed, lasted, causes),
        line: job.whyNoSuccess(from, lasted),
      };
    default:
      return why satisfies never;
  }
}

/** A line a job; the commands of one alone have lines of their own. */
function section(alerts: readonly EscalationAlert[], scene: Scene): readonly Block[] {
  const { shown, more } = shownOf(alerts, scene, ({ job }) => jobName(job, scene));
  const isAlone = alerts.length === 1;
  // Where the failures are told in the same message, their causes follow there.
  const untold = alerts.filter((alert) => !isToldBelow(alert, scene));
  const causes = untold.flatMap((alert) => alert.causes);
  const lines = [
    ...shown.map((alert) => lineOf(alert, isAlone, scene)),
    more,
    ...causeList(causes, scene),
    ...(isAlone ? alerts.flatMap((alert) => commandsOf(alert, scene)) : []),
  ];
  return [{ kind: 'lines', tone: 'failed', lines, tells: alerts }];
}

/** `nightly_full (87): 30% of the tasks that ended since 05:34 UTC failed; 700 tables not …` */
function lineOf(alert: EscalationAlert, isAlone: boolean, scene: Scene): Line {
  const { job: messages, form } = scene.messages;
  const { job, waiting, why } = alert;
  const source = isToldBelow(alert, scene) ? [] : inSource(job, scene);
  const name = joined([jobName(job, scene), source], form.comma);
  const left: Line = waiting > 0 ? [messages.stillWaiting(waiting)] : [];
  // Alone, the headline has counted a burst already.
  const isSaid = isAlone && why === 'burst' && waiting > 0;
  const reason = isSaid ? [] : reasonsOf(alert, [], scene).line;
  const line = joined([name, joined([reason, left], form.semicolon)], form.colon);
  if (isAlone) return line;
  // Where the job stands has no line of its own then.
  return joined([line, [jobLink(job, scene)], ...commandsOf(alert, scene).slice(0, 1)]);
}

/** Stopping is worth it only while tasks wait. */
const commandsOf = ({ job, waiting }: EscalationAlert, scene: Scene): readonly Line[] =>
  waiting > 0 ? stopLines([job], scene) : [];

function isToldBelow({ job }: EscalationAlert, { kinds, alerts }: Scene): boolean {
  return alerts.some((alert) => {
    const kind = kindOf(kinds, alert);
    const subject = kind.subject(alert);
    const isOfJob = subject.type === 'task' && jobOf(subject) === jobOf(jobSubject(job));
    return isOfJob && kind.causes(alert).length > 0;
  });
}

const isEscalation = (alert: Alert): alert is EscalationAlert => alert.kind === 'escalation';

/** As `source/job`: nobody retries them at the same time. */
export const jobsToStop = (alerts: readonly Alert[]): ReadonlySet<string> =>
  new Set(
    alerts
      .filter(isEscalation)
      .filter(({ waiting }) => waiting > 0)
      .map((alert) => jobOf(escalation.subject(alert))),
  );
