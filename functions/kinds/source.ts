import * as z from 'zod/mini';
import type { SourceId } from '../mms/id.ts';
import { alertParts, type AlertOf } from '../notification/alert.ts';
import { jobColumns, since as sinceColumn } from '../notification/csv.ts';
import { code, joined, quote, type Block, type Line } from '../notification/document.ts';
import { defineKind, type Scene } from '../notification/kind.ts';
import {
  inSource,
  jobName,
  nameAndId,
  sentenceWithin,
  shortName,
  shortSourceName,
  shownOf,
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
    until: z.optional(moment),
  };
  const timer = z.object({ id: text, name: text });
  return z.discriminatedUnion('what', [
    z.object({ ...own, what: z.literal('agent offline') }),
    z.object({ ...own, what: z.literal('error'), said: text }),
    z.object({ ...own, what: z.literal('status'), status: text, before: text }),
    /** No row for two of its periods; `blockedBy` is a job of its own that has not ended. */
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

export type SourceAlert = AlertOf<typeof schema>;

/** What feeds the tasks is in trouble: no task fails, so nobody would hear of it. */
export const source = defineKind('source', schema, {
  key: (alert) => `source ${alert.sourceId} ${aboutOf(alert)}`,
  subject: (alert) => ({ type: 'feed', id: aboutOf(alert), sourceId: alert.sourceId }),
  eventId: ({ since, until }) => `${since} ${until === undefined ? '' : 'over'}`,
  csvRows: (alert) => [
    {
      ...('blockedBy' in alert && alert.blockedBy ? jobColumns(alert.blockedBy) : {}),
      source_name: alert.sourceName,
      source_id: alert.sourceId,
      reason: [alert.what, saidBy(alert)].filter((part) => part !== '').join(': '),
      ...sinceColumn(alert.since),
    },
  ],
  headline: (alerts, scene) => {
    const { more, moreOver } = scene.messages.source;
    const episodes = episodesOf(alerts);
    const ongoing = episodes.filter(({ alert }) => !isOver(alert));
    const [first, ...others] = ongoing.length > 0 ? ongoing : episodes;
    if (first === undefined) return undefined;
    const count = isOver(first.alert) ? moreOver : more;
    const rest: Line = others.length === 0 ? [] : [count(others.length)];
    const text = joined([headlineOf(first, scene), rest], scene.messages.form.comma);
    return { text, tone: toneOf(first.alert) };
  },
  section: (alerts, scene) => {
    const episodes = episodesOf(alerts);
    const { shown, rest, more } = shownOf(episodes, scene);
    const toldIn = ({ alert, status }: Episode): readonly SourceAlert[] =>
      status === undefined ? [alert] : [alert, status];
    const blocks = shown.map((episode): Block => {
      const isAlone = scene.alerts.length === toldIn(episode).length;
      const lines = linesOf(episode, isAlone, scene);
      return { kind: 'lines', tone: toneOf(episode.alert), lines, tells: toldIn(episode) };
    });
    const tells = rest.flatMap(toldIn);
    return [...blocks, { kind: 'lines', tone: 'attention', lines: [more], tells }];
  },
});

type StatusAlert = Extract<SourceAlert, { what: 'status' }>;

/** An error is told together with the status that comes with it. */
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

/** At most one alert is told of each. */
export const aboutOf = ({ what, timer }: About): string =>
  timer === undefined ? what : `${what} ${timer.id}`;

const saidBy = (alert: SourceAlert): string =>
  ['status' in alert ? alert.status : '', 'said' in alert ? alert.said : '']
    .filter((part) => part !== '')
    .join(' ');

function headlineOf({ alert, status }: Episode, scene: Scene): Line {
  const { source: messages, form } = scene.messages;
  const { wrong, over } = aboutIn(alert, scene);
  const withStatus: Line =
    status === undefined ? [] : messages.withStatus(shortName(status.status, scene));
  if (alert.until === undefined) return [...wrong, ...withStatus];
  return messages.over([...over, ...withStatus], form.duration(alert.until - alert.since));
}

/** Characters in a headline. */
const longestError = 60;

function aboutIn(
  alert: SourceAlert,
  scene: Scene,
): Readonly<{ wrong: Line; over: Line; advice: Line }> {
  const { source: messages, form } = scene.messages;
  const name = shortSourceName(alert, scene);
  switch (alert.what) {
    case 'agent offline':
      return {
        wrong: messages.agentOffline(name),
        over: messages.agentBack(name),
        advice: fixLine([messages.agentAdvice], scene),
      };
    case 'error':
      return {
        wrong: messages.error(name, [quote(sentenceWithin(alert.said, longestError))]),
        over: messages.errorGone(name),
        advice: fixLine([messages.errorAdvice], scene),
      };
    case 'status': {
      const status = shortName(alert.status, scene);
      return {
        wrong: messages.status(name, status),
        over: messages.statusGood(name, status),
        advice: fixLine([messages.errorAdvice], scene),
      };
    }
    case 'timer silent':
    case 'timer failed': {
      const timer = shortName(alert.timer.name || alert.timer.id, scene);
      return {
        wrong:
          alert.what === 'timer silent'
            ? messages.timerSilent(timer, form.duration(alert.silentMs))
            : messages.timerFailed(timer, shortName(alert.status, scene)),
        over: messages.timerBack(timer),
        advice: checkLine(messages.timerAdvice, scene),
      };
    }
    default:
      return alert satisfies never;
  }
}

function linesOf({ alert, status }: Episode, isAlone: boolean, scene: Scene): readonly Line[] {
  const { source: messages, form } = scene.messages;
  const place = inSource(alert, scene);
  // Alone, the headline says it already.
  const what = isAlone ? [] : headlineOf({ alert, status }, scene);
  const isNamed = !isAlone && !('timer' in alert);
  if (isOver(alert)) return [joined([what, isNamed ? [] : place])];
  const timer: Line =
    'timer' in alert ? messages.timer(nameAndId(alert.timer.name, alert.timer.id, scene)) : [];
  const where = joined([timer, place, form.since(scene.time(alert.since))]);
  const isInHeadline = alert.what === 'error' && alert.said.length <= longestError;
  const said = 'said' in alert && !isInHeadline ? alert.said : '';
  const quoted: Line = said === '' ? [] : [quote(sentenceWithin(said, 2 * scene.limits.reason))];
  const left = alert.what === 'status' ? alert : status;
  const fact =
    left === undefined ? blockedBy(alert, scene) : messages.statusWas([code(left.before)]);
  return [what, where, quoted, fact, aboutIn(alert, scene).advice];
}

function blockedBy(alert: SourceAlert, scene: Scene): Line {
  if (alert.what !== 'timer silent' || alert.blockedBy === undefined) return [];
  const { blockedBy: job } = alert;
  const { timerBlockedBy } = scene.messages.source;
  return [...timerBlockedBy(jobName(job, scene)), ' ', jobLink(job, scene)];
}
