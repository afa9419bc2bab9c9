import * as z from 'zod/mini';
import { alertParts, type Alert, type AlertOf } from '../notification/alert.ts';
import { since as sinceColumn } from '../notification/csv.ts';
import { joined, quote, type Block, type Line } from '../notification/document.ts';
import { defineKind, kindOf, type Clause, type Scene } from '../notification/kind.ts';
import {
  oneOrCount,
  sentenceWithin,
  shortSourceName,
  shownOf,
  sourceName,
} from '../notification/names.ts';
import { checkLine, fixLine } from '../notification/next-steps.ts';
import { done } from './done.ts';
import { failuresIn } from './failed.ts';
import { recovered } from './recovered.ts';

const schema = () => {
  const { always, id, text, count, moment } = alertParts();
  const localised = z.object({ en: text, zh: text });
  const own = {
    ...always,
    kind: z.literal('blind'),
    trouble: z.object({ said: text, short: localised, fix: localised }),
    since: moment,
    until: z.optional(moment),
    nth: count,
  };
  return z.discriminatedUnion('what', [
    /** It cannot be read, or lists nothing where it had tasks. */
    z.object({
      ...own,
      what: z.literal('source'),
      sourceId: id(),
      sourceName: z.optional(text),
      /** As `MMS_WATCH` names it, where only that job or task cannot be read. */
      target: z.optional(text),
      isEmpty: z.boolean(),
    }),
    z.object({ ...own, what: z.literal('channel'), channel: text }),
  ]);
};

export type BlindAlert = AlertOf<typeof schema>;
type BlindSource = Extract<BlindAlert, { what: 'source' }>;
type LostChannel = Extract<BlindAlert, { what: 'channel' }>;

/** What cannot be watched, or cannot be told. */
export const blind = defineKind('blind', schema, {
  key: (alert) => `blind ${alert.what === 'source' ? alert.sourceId : alert.channel}`,
  subject: (alert) =>
    alert.what === 'source'
      ? { type: 'source', id: alert.sourceId, sourceId: alert.sourceId }
      : { type: 'channel', id: alert.channel },
  calls: ({ what, until }) => what === 'source' && until === undefined,
  eventId: ({ since, until, nth }) => `${since} ${until === undefined ? nth : 'over'}`,
  restores: (alert) =>
    alert.what === 'source' && alert.until !== undefined ? alert.sourceId : undefined,
  csvRows: (alert) => [
    {
      source_id: alert.what === 'source' ? alert.sourceId : alert.channel,
      reason: alert.trouble.said,
      ...sinceColumn(alert.since),
    },
  ],
  headline,
  section,
});

const isOver = ({ until }: BlindAlert): boolean => until !== undefined;
const isSource = (alert: BlindAlert): alert is BlindSource => alert.what === 'source';
const isChannel = (alert: BlindAlert): alert is LostChannel => alert.what === 'channel';

const lastedOf = ({ since, until }: BlindAlert, { messages }: Scene): string =>
  messages.form.duration((until ?? since) - since);

/** `finance_dw`, or `finance_dw/tasks/4032`. */
const nameOf = (alert: BlindSource, scene: Scene): Line => [
  ...shortSourceName(alert, scene),
  alert.target?.slice(alert.sourceId.length) ?? '',
];

const nameAndIdOf = (alert: BlindSource, scene: Scene): Line =>
  sourceName({ ...alert, sourceId: alert.target ?? alert.sourceId }, scene);

/** What is lost before what is back. */
function headline(alerts: readonly BlindAlert[], scene: Scene): Clause {
  const { watch, form } = scene.messages;
  const { language, time } = scene;
  const { channelTitle } = scene;
  const refuses = ({ channel, since, trouble }: LostChannel): Line =>
    watch.channelRefuses(channelTitle(channel), time(since), trouble.short[language]);
  const restored = (alert: BlindSource): Line =>
    watch.restored(nameOf(alert, scene), lastedOf(alert, scene));
  const [lost, over] = [alerts.filter((alert) => !isOver(alert)), alerts.filter(isOver)];
  const [[back], [taking]] = [over.filter(isSource), over.filter(isChannel)];
  const parts: readonly Line[] = [
    oneOrCount(lost.filter(isSource), (alert) => lostLine(alert, scene), watch.lostSources),
    oneOrCount(lost.filter(isChannel), refuses, watch.channelsRefuse),
    oneOrCount(over.filter(isSource), restored, watch.restoredSources),
    taking ? [watch.channelBack(channelTitle(taking.channel), lastedOf(taking, scene))] : [],
  ];
  const text = joined(parts, form.semicolon);
  if (lost.length > 0) return { text, tone: 'failed' };
  const short: Line = back === undefined ? text : [watch.alsoRestored(lastedOf(back, scene))];
  return { text, short, tone: 'good' };
}

function lostLine(alert: BlindSource, scene: Scene): Line {
  const { watch, form } = scene.messages;
  const { at, since, trouble, nth, isEmpty } = alert;
  const name = nameOf(alert, scene);
  if (isEmpty) return watch.emptied(name);
  const short = trouble.short[scene.language];
  const why: Line = short === '' ? [] : [short];
  return nth > 1 ? watch.stillLost(name, why, form.duration(at - since)) : watch.lost(name, why);
}

function section(alerts: readonly BlindAlert[], scene: Scene): readonly Block[] {
  const { form } = scene.messages;
  const ongoing = alerts.filter((alert) => !isOver(alert));
  const over = alerts.filter(isOver);
  const shown = ongoing.slice(0, Math.max(1, scene.limits.lines - 1));
  const rest = ongoing.slice(shown.length);
  const more = rest.length > 0 ? [[form.more(rest.length)]] : [];
  const back = shownOf(over, scene);
  const overLines = [...back.shown.map((alert) => overLine(alert, scene)), back.more];
  return [
    ...shown.map((alert): Block => {
      const lines = [stateLine(alert, scene), ...adviceOn(alert, scene)];
      return { kind: 'lines', tone: 'failed', lines, tells: [alert] };
    }),
    { kind: 'lines', tone: 'failed', lines: more, tells: rest },
    { kind: 'lines', tone: 'good', lines: overLines, tells: over },
  ];
}

function adviceOn(alert: BlindAlert, scene: Scene): readonly Line[] {
  const { watch } = scene.messages;
  if (alert.what === 'source' && alert.isEmpty) return [checkLine(watch.checkEmpty, scene)];
  const { said } = alert.trouble;
  const fix = alert.trouble.fix[scene.language];
  const after =
    alert.what === 'source'
      ? watch.nothingIsLost
      : watch.channelQueued(scene.channelTitle(alert.channel));
  return [
    said === '' ? [] : [quote(sentenceWithin(said, 2 * scene.limits.reason))],
    fix === '' ? [] : fixLine([asSentence(fix)], scene),
    [after],
  ];
}

/** Advice stands behind a semicolon in errors and logs, and by itself here. */
const asSentence = (advice: string): string =>
  advice.replace(/^[a-z]/, (letter) => letter.toUpperCase());

function stateLine(alert: BlindAlert, scene: Scene): Line {
  const { watch, form } = scene.messages;
  const since = scene.time(alert.since);
  if (alert.what === 'channel') {
    return watch.channelRefusesSince(scene.channelTitle(alert.channel), since);
  }
  const name = nameAndIdOf(alert, scene);
  if (alert.isEmpty) return watch.emptySince(name, since);
  if (alert.nth <= 1) return watch.lostSince(name, since);
  return watch.stillLostSince(name, since, form.duration(alert.at - alert.since));
}

function overLine(alert: BlindAlert, scene: Scene): Line {
  const { watch } = scene.messages;
  const { timeBeside, time } = scene;
  const { since, until = since } = alert;
  const lasted = lastedOf(alert, scene);
  const gap = { from: timeBeside(since, until), until: time(until), lasted };
  if (alert.what === 'channel') {
    return watch.channelGap(scene.channelTitle(alert.channel), gap);
  }
  const name = nameAndIdOf(alert, scene);
  const over = alert.isEmpty ? watch.filledFrom(name, gap) : watch.restoredFrom(name, gap);
  return [...over, meanwhile(alert, scene)];
}

/** What else of this source the message tells, if it tells of others too. */
function meanwhile({ sourceId }: BlindSource, { notification, messages }: Scene): string {
  const { alerts, kinds } = notification;
  const isOfSource = (alert: Alert): boolean =>
    kindOf(kinds, alert).subject(alert).sourceId === sourceId;
  if (alerts.length > 1 && alerts.every(isOfSource)) return '';
  const countOf = (ofKind: readonly Alert[]): number => ofKind.filter(isOfSource).length;
  return messages.watch.meanwhile(
    countOf(failuresIn(alerts)),
    countOf(recovered.of(alerts)),
    countOf(done.of(alerts)),
  );
}
