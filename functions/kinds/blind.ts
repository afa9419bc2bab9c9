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
const isChannel = (alert: BlindAlert): boolean => alert.what === 'channel';

/** What is lost before what is back. */
function headline(alerts: readonly BlindAlert[], scene: Scene): Clause {
  const { watch, form } = scene.messages;
  const textOf = (alert: BlindAlert): Line => textsOf(alert, scene).headline;
  const [lost, over] = [alerts.filter((alert) => !isOver(alert)), alerts.filter(isOver)];
  const parts: readonly Line[] = [
    oneOrCount(lost.filter(isSource), textOf, watch.lostSources),
    oneOrCount(lost.filter(isChannel), textOf, watch.channelsRefuse),
    oneOrCount(over.filter(isSource), textOf, watch.restoredSources),
    over.filter(isChannel).slice(0, 1).flatMap(textOf),
  ];
  const text = joined(parts, form.semicolon);
  if (lost.length > 0) return { text, tone: 'failed' };
  const back = over.find(isSource);
  const short: Line = back ? [watch.alsoRestored(lastedOf(back, scene))] : text;
  return { text, short, tone: 'good' };
}

function section(alerts: readonly BlindAlert[], scene: Scene): readonly Block[] {
  const { form } = scene.messages;
  const ongoing = alerts.filter((alert) => !isOver(alert));
  const over = alerts.filter(isOver);
  const shown = ongoing.slice(0, Math.max(1, scene.limits.lines - 1));
  const rest = ongoing.slice(shown.length);
  const more = rest.length > 0 ? [[form.more(rest.length)]] : [];
  const back = shownOf(over, scene);
  const overLines = [...back.shown.map((alert) => textsOf(alert, scene).line), back.more];
  return [
    ...shown.map((alert): Block => {
      const { line, advice } = textsOf(alert, scene);
      return { kind: 'lines', tone: 'failed', lines: [line, ...advice], tells: [alert] };
    }),
    { kind: 'lines', tone: 'failed', lines: more, tells: rest },
    { kind: 'lines', tone: 'good', lines: overLines, tells: over },
  ];
}

type Texts = Readonly<{ headline: Line; line: Line; advice: readonly Line[] }>;

const textsOf = (alert: BlindAlert, scene: Scene): Texts =>
  alert.what === 'source' ? textsOfSource(alert, scene) : textsOfChannel(alert, scene);

function textsOfSource(alert: BlindSource, scene: Scene): Texts {
  const { watch, form } = scene.messages;
  const { at, trouble, nth, isEmpty, sourceId, target = sourceId } = alert;
  const short: Line = [...shortSourceName(alert, scene), target.slice(sourceId.length)];
  const name = sourceName({ ...alert, sourceId: target }, scene);
  if (isOver(alert)) {
    const gap = gapOf(alert, scene);
    const line = isEmpty ? watch.filledFrom(name, gap) : watch.restoredFrom(name, gap);
    const headline = watch.restored(short, gap.lasted);
    return { headline, line: [...line, meanwhile(alert, scene)], advice: [] };
  }
  const since = scene.time(alert.since);
  if (isEmpty) {
    const advice = [checkLine(watch.checkEmpty, scene)];
    return { headline: watch.emptied(short), line: watch.emptySince(name, since), advice };
  }
  const lasted = form.duration(at - alert.since);
  const why = [trouble.short[scene.language]].filter((words) => words !== '');
  const isFirst = nth <= 1;
  return {
    headline: isFirst ? watch.lost(short, why) : watch.stillLost(short, why, lasted),
    line: isFirst ? watch.lostSince(name, since) : watch.stillLostSince(name, since, lasted),
    advice: adviceOn(alert, watch.nothingIsLost, scene),
  };
}

function textsOfChannel(alert: LostChannel, scene: Scene): Texts {
  const { watch } = scene.messages;
  const name = scene.channelTitle(alert.channel);
  if (isOver(alert)) {
    const gap = gapOf(alert, scene);
    return {
      headline: [watch.channelBack(name, gap.lasted)],
      line: watch.channelGap(name, gap),
      advice: [],
    };
  }
  const since = scene.time(alert.since);
  return {
    headline: watch.channelRefuses(name, since, alert.trouble.short[scene.language]),
    line: watch.channelRefusesSince(name, since),
    advice: adviceOn(alert, watch.channelQueued(name), scene),
  };
}

const lastedOf = ({ since, until = since }: BlindAlert, { messages }: Scene): string =>
  messages.form.duration(until - since);

function gapOf(alert: BlindAlert, scene: Scene) {
  const { since, until = since } = alert;
  const from = scene.timeBeside(since, until);
  return { from, until: scene.time(until), lasted: lastedOf(alert, scene) };
}

function adviceOn({ trouble }: BlindAlert, after: string, scene: Scene): readonly Line[] {
  const { said } = trouble;
  const fix = trouble.fix[scene.language];
  return [
    said === '' ? [] : [quote(sentenceWithin(said, 2 * scene.limits.reason))],
    fix === '' ? [] : fixLine([asSentence(fix)], scene),
    [after],
  ];
}

/** Advice stands behind a semicolon in errors and logs, and by itself here. */
const asSentence = (advice: string): string =>
  advice.replace(/^[a-z]/, (letter) => letter.toUpperCase());

/** What else of this source the message tells, if it tells of others too. */
function meanwhile({ sourceId }: BlindSource, { alerts, kinds, messages }: Scene): string {
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
