import * as z from 'zod/mini';
import type { SourceId } from '../mms/id.ts';
import { alertParts } from '../notification/alert.ts';
import { jobColumns, since as sinceColumn } from '../notification/csv.ts';
import { code, joined, quote, type Block, type Line } from '../notification/document.ts';
import { defineKind, type Kind, type Scene } from '../notification/kind.ts';
import {
  jobName,
  nameAndId,
  nameWithin,
  sentenceWithin,
  shortSourceName,
  sourceName,
} from '../notification/names.ts';
import { checkLine, fixLine, jobLink } from '../notification/next-steps.ts';

const schema = () => {
  const { always, id, text, count, moment, job } = alertParts();
  const own = {
    ...always,
    kind: z.literal('source'),
    sourceId: id<SourceId>(),
    sourceName: text,
    since: moment,
    /** It is over. */
    until: z.optional(moment),
  };
  const timer = z.object({ id: text, name: text });
  return z.discriminatedUnion('what', [
    z.object({ ...own, what: z.literal('agent offline') }),
    z.object({ ...own, what: z.literal('error'), said: text }),
    z.object({ ...own, what: z.literal('status'), status: text, before: text }),
    /** It wrote no row for two of its periods; `blockedBy` is a job of its that has not ended. */
    z.object({
      ...own,
      what: z.literal('timer silent'),
      timer,
      silentMs: count,
      blockedBy: z.optional(job),
    }),
    z.object({ ...own, what: z.literal('timer failed'), timer, status: text, said: text }),
  ]);
};

export type SourceAlert = Readonly<z.infer<ReturnType<typeof schema>>>;

/** What feeds the tasks is in trouble: without a task nothing fails, and nobody hears of it. */
export const source: Kind = defineKind<SourceAlert>('source', {
  schema,
  key: (alert) => `source ${alert.sourceId} ${aboutOf(alert)}`,
  subject: (alert) => ({ type: 'feed', id: aboutOf(alert), sourceId: alert.sourceId }),
  timing: () => 'at once',
  calls: () => false,
  eventId: ({ since, until }) => `${since} ${until === undefined ? '' : 'over'}`,
  csvRows: (alert) => [
    {
      ...('blockedBy' in alert && alert.blockedBy ? jobColumns(alert.blockedBy) : {}),
      source_name: alert.sourceName,
      source_id: alert.sourceId,
      reason: [alert.what, saidOf(alert)].filter((part) => part !== '').join(': '),
      ...sinceColumn(alert.since),
    },
  ],
  headline: (alerts, scene) => {
    const { several, severalOver } = scene.locale.messages.source;
    const [first, ...others] = alerts;
    const [ongoing, ...more] = alerts.filter(({ until }) => until === undefined);
    if (ongoing === undefined) {
      const text = others.length === 0 ? headlineOf(first, scene) : [severalOver(alerts.length)];
      return { text, tone: 'good' };
    }
    const text = more.length === 0 ? headlineOf(ongoing, scene) : [several(more.length + 1)];
    return { text, tone: 'attention' };
  },
  section: (alerts, scene) => {
    const shown = alerts.slice(0, scene.limits.lines);
    const rest = alerts.slice(shown.length);
    const blocks = shown.map((alert): Block => {
      const tone = alert.until === undefined ? 'attention' : 'good';
      return { kind: 'lines', tone, lines: linesOf(alert, scene), tells: [source.key(alert)] };
    });
    if (rest.length === 0) return blocks;
    const isOver = rest.every(({ until }) => until !== undefined);
    const { several, severalOver } = scene.locale.messages.source;
    const lines = [[isOver ? severalOver(rest.length) : several(rest.length)]];
    const tone = isOver ? 'good' : 'attention';
    return [...blocks, { kind: 'lines', tone, lines, tells: rest.map(source.key) }];
  },
});

type About = Readonly<{ what: SourceAlert['what']; timer?: Readonly<{ id: string }> }>;

/** What of a source is in trouble: at most one alert is told of each. */
export const aboutOf = ({ what, timer }: About): string =>
  timer === undefined ? what : `${what} ${timer.id}`;

/** What MMS said, raw. */
function saidOf(alert: SourceAlert): string {
  switch (alert.what) {
    case 'error':
      return alert.said;
    case 'status':
      return alert.status;
    case 'timer failed':
      return [alert.status, alert.said].filter((part) => part !== '').join(' ');
    case 'agent offline':
    case 'timer silent':
      return '';
    default:
      return alert satisfies never;
  }
}

/** What is wrong, or over, with short names. */
function headlineOf(alert: SourceAlert, scene: Scene): Line {
  const { source: messages, form } = scene.locale.messages;
  const name = shortSourceName(alert.sourceId, alert.sourceName, scene);
  if (alert.until === undefined) return wrongOf(alert, name, scene);
  const lasted = form.duration(alert.until - alert.since);
  return messages.over(goodOf(alert, name, scene), lasted);
}

function wrongOf(alert: SourceAlert, name: Line, scene: Scene): Line {
  const { source: messages, form } = scene.locale.messages;
  switch (alert.what) {
    case 'agent offline':
      return messages.agentOffline(name);
    case 'error':
      return messages.error(name);
    case 'status':
      return messages.status(name, statusOf(alert, scene));
    case 'timer silent':
      return messages.timerSilent(timerOf(alert, scene), form.duration(alert.silentMs));
    case 'timer failed':
      return messages.timerFailed(timerOf(alert, scene), statusOf(alert, scene));
    default:
      return alert satisfies never;
  }
}

function goodOf(alert: SourceAlert, name: Line, scene: Scene): Line {
  const { source: messages } = scene.locale.messages;
  switch (alert.what) {
    case 'agent offline':
      return messages.agentBack(name);
    case 'error':
      return messages.errorGone(name);
    case 'status':
      return messages.statusGood(name, statusOf(alert, scene));
    case 'timer silent':
    case 'timer failed':
      return messages.timerBack(timerOf(alert, scene));
    default:
      return alert satisfies never;
  }
}

const statusOf = ({ status }: Readonly<{ status: string }>, { limits }: Scene): Line => [
  code(nameWithin(status, limits.name)),
];

const timerOf = (
  { timer }: Extract<SourceAlert, { what: 'timer silent' | 'timer failed' }>,
  { limits }: Scene,
): Line => [code(nameWithin(timer.name || timer.id, limits.name))];

function linesOf(alert: SourceAlert, scene: Scene): readonly Line[] {
  const { source: messages, failure, form } = scene.locale.messages;
  const place = failure.source(sourceName(alert.sourceId, alert.sourceName, scene));
  // Alone, the headline says it already.
  const isAlone = scene.notification.alerts.length === 1;
  const what = isAlone ? [] : headlineOf(alert, scene);
  if (alert.until !== undefined) return [joined([what, place], ' · ')];
  const timer: Line =
    'timer' in alert ? messages.timer(nameAndId(alert.timer.name, alert.timer.id, scene)) : [];
  const where = joined([timer, place, form.since(scene.locale.time(alert.since))], ' · ');
  const said = 'said' in alert && alert.said !== '' ? alert.said : '';
  const quoted: Line = said === '' ? [] : [quote(sentenceWithin(said, 2 * scene.limits.reason))];
  const facts: readonly Line[] =
    alert.what === 'status' ? [messages.statusWas([code(alert.before)])] : blockedBy(alert, scene);
  const lines = [what, where, quoted, ...facts, adviceOn(alert, scene)];
  return lines.filter((line) => line.length > 0);
}

function blockedBy(alert: SourceAlert, scene: Scene): readonly Line[] {
  if (alert.what !== 'timer silent' || alert.blockedBy === undefined) return [];
  const { blockedBy: job } = alert;
  const { timerBlockedBy } = scene.locale.messages.source;
  return [[...timerBlockedBy(jobName(job, scene)), ' ', jobLink(job, scene)]];
}

function adviceOn({ what }: SourceAlert, scene: Scene): Line {
  const { agentAdvice, errorAdvice, timerAdvice } = scene.locale.messages.source;
  switch (what) {
    case 'agent offline':
      return fixLine([agentAdvice], scene);
    case 'error':
    case 'status':
      return fixLine([errorAdvice], scene);
    case 'timer silent':
    case 'timer failed':
      return checkLine(timerAdvice, scene);
    default:
      return what satisfies never;
  }
}
