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
    const { more, moreOver } = scene.locale.messages.source;
    const episodes = episodesOf(alerts);
    const ongoing = episodes.filter(({ alert }) => !isOver(alert));
    const [first, ...others] = ongoing.length > 0 ? ongoing : episodes;
    if (first === undefined) return undefined;
    const count = isOver(first.alert) ? moreOver : more;
    const rest: Line = others.length === 0 ? [] : [count(others.length)];
    const text = joined([headlineOf(first, scene), rest], scene.locale.messages.form.comma);
    return { text, tone: toneOf(first.alert) };
  },
  section: (alerts, scene) => {
    const episodes = episodesOf(alerts);
    const shown = episodes.slice(0, scene.limits.lines);
    const rest = episodes.slice(shown.length);
    const keysOf = ({ alert, status }: Episode): readonly string[] =>
      [alert, ...(status === undefined ? [] : [status])].map(source.key);
    const blocks = shown.map((episode): Block => {
      const isAlone = scene.notification.alerts.length === keysOf(episode).length;
      const lines = linesOf(episode, isAlone, scene);
      return { kind: 'lines', tone: toneOf(episode.alert), lines, tells: keysOf(episode) };
    });
    if (rest.length === 0) return blocks;
    const lines = [[scene.locale.messages.form.more(rest.length)]];
    const tells = rest.flatMap(keysOf);
    return [...blocks, { kind: 'lines', tone: 'attention', lines, tells }];
  },
});

type StatusAlert = Extract<SourceAlert, { what: 'status' }>;

/** One trouble: an error is told together with the status that the source has with it. */
type Episode = Readonly<{ alert: SourceAlert; status?: StatusAlert | undefined }>;

const isOver = ({ until }: SourceAlert): boolean => until !== undefined;
const toneOf = (alert: SourceAlert) => (isOver(alert) ? 'good' : 'attention');

function episodesOf(alerts: readonly SourceAlert[]): readonly Episode[] {
  const statusWith = (alert: SourceAlert): StatusAlert | undefined =>
    alerts
      .filter((other) => other.what === 'status')
      .find((other) => other.sourceId === alert.sourceId && isOver(other) === isOver(alert));
  const episodes = alerts.map((alert): Episode =>
    alert.what === 'error' ? { alert, status: statusWith(alert) } : { alert },
  );
  const told = new Set<SourceAlert | undefined>(episodes.map(({ status }) => status));
  return episodes.filter(({ alert }) => !told.has(alert));
}

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
function headlineOf({ alert, status }: Episode, scene: Scene): Line {
  const { source: messages, form } = scene.locale.messages;
  const name = shortSourceName(alert.sourceId, alert.sourceName, scene);
  const isStatus: Line = status === undefined ? [] : messages.withStatus(statusOf(status, scene));
  if (alert.until === undefined) return [...wrongOf(alert, name, scene), ...isStatus];
  const lasted = form.duration(alert.until - alert.since);
  return messages.over([...goodOf(alert, name, scene), ...isStatus], lasted);
}

/** What the text of an error may take of a headline. */
const longestError = 60;

function wrongOf(alert: SourceAlert, name: Line, scene: Scene): Line {
  const { source: messages, form } = scene.locale.messages;
  switch (alert.what) {
    case 'agent offline':
      return messages.agentOffline(name);
    case 'error':
      return messages.error(name, [quote(sentenceWithin(alert.said, longestError))]);
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

function linesOf({ alert, status }: Episode, isAlone: boolean, scene: Scene): readonly Line[] {
  const { source: messages, failure, form } = scene.locale.messages;
  const place = failure.source(sourceName(alert.sourceId, alert.sourceName, scene));
  // Alone, the headline says it already.
  const what = isAlone ? [] : headlineOf({ alert, status }, scene);
  const isNamed = !isAlone && !('timer' in alert);
  if (isOver(alert)) return [joined([what, isNamed ? [] : place], ' · ')];
  const timer: Line =
    'timer' in alert ? messages.timer(nameAndId(alert.timer.name, alert.timer.id, scene)) : [];
  const where = joined([timer, place, form.since(scene.locale.time(alert.since))], ' · ');
  const isInHeadline = alert.what === 'error' && alert.said.length <= longestError;
  const said = 'said' in alert && !isInHeadline ? alert.said : '';
  const quoted: Line = said === '' ? [] : [quote(sentenceWithin(said, 2 * scene.limits.reason))];
  const left = alert.what === 'status' ? alert : status;
  const facts: readonly Line[] =
    left === undefined ? blockedBy(alert, scene) : [messages.statusWas([code(left.before)])];
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
