import type { AlertOf } from '../../kinds/alert.ts';
import type { Excerpt } from '../../untrusted-text/excerpt.ts';
import { shorten } from '../../untrusted-text/excerpt.ts';
import { tellCauses, type CauseRoom, type CausesTold } from '../../notification/causes-told.ts';
import type { Digest, MessageContext } from '../../notification/digest.ts';
import { shareOut } from '../../notification/failures-in-full.ts';
import { footer } from '../../notification/footer.ts';
import { titleOf, type Headline } from '../../notification/headline.ts';
import { laterPassages, type LaterRoom } from '../../notification/later-passages.ts';
import { logText } from '../../notification/log-text.ts';
import { csvName } from './mail-csv.ts';
import type { Reader } from '../../notification/reader.ts';
import { restById, type Measures } from '../../notification/rest-by-id.ts';
import { standingPassages } from '../../notification/standings.ts';
import { topPassages, withRules } from '../../notification/top-passages.ts';
import type { Block } from '../../notification/document.ts';
import type { Wording } from '../../notification/wording/wording.ts';

/**
 * What foreign texts may take, in code points: the messages of one failure, an action, a name, a
 * reason; how many reasons are named, and how many lines a list has where a table beside the mail
 * has them all.
 */
export type MailRoom = Readonly<{
  log: number;
  action: number;
  names: number;
  reason: number;
  reasons: number;
  lines: number;
}>;

export type MailFrame = Readonly<{
  context: MessageContext;
  reader: Reader;
  room: MailRoom;
  /** Every alert stands in a table beside the mail, so that the mail itself may count. */
  attached: boolean;
  alerts: number;
  /** The table of a job's failed tasks, where there is one. */
  tableOf: (alert: AlertOf<'job-finished'>) => string | undefined;
}>;

const everything = Infinity;
const unbounded: Measures = { label: () => 0, item: () => 0, section: everything };

export function mailPassages(
  digest: Digest,
  headline: Headline,
  frame: MailFrame,
): readonly Block[] {
  const { context, reader, attached, alerts, tableOf } = frame;
  const { say } = reader;
  const causes = tellCauses(digest, context.now, reader, causeRoom(frame));
  const listedIn = (alert: AlertOf<'job-finished'>): string | undefined => {
    const file = tableOf(alert);
    return file === undefined ? undefined : say.job.failedAttached(file);
  };
  const { reason, reasons } = frame.room;
  const lines = attached ? frame.room.lines : everything;
  const top = {
    finished: { jobs: lines, reasons, reason, names: reasons, listedIn },
    escalations: lines,
    sight: { lines, reason: 5 * reason },
  };
  const parts = [
    topPassages(digest, reader, top),
    [...causes.passages, ...restOf(causes, digest, attached, say)],
    laterPassages(digest, headline, reader, laterRoom(frame)),
    standingPassages(digest, reader),
  ];
  return [
    { kind: 'title', tone: headline.tone, text: titleOf(headline, reader) },
    ...withRules(parts),
    ...(attached
      ? [{ kind: 'note' as const, lines: [[say.frame.allInTable(alerts, csvName)]] }]
      : []),
    footer(context, reader),
  ];
}

function causeRoom({ room, attached, reader }: MailFrame): CauseRoom {
  const log = {
    fit: (messages: readonly Excerpt[]) => logsWithin(messages, room.log, reader.say),
    action: room.action,
    line: 2 * room.names,
  };
  return attached
    ? {
        summed: 20,
        first: 3,
        others: 1,
        most: 10,
        shortRest: 20,
        someOfRest: 12,
        reason: room.reason,
        log: () => log,
      }
    : {
        summed: 20,
        first: 5,
        others: 2,
        most: 10,
        shortRest: everything,
        someOfRest: 0,
        reason: room.reason,
        log: () => log,
      };
}

const laterRoom = ({ attached, room: { reason, lines } }: MailFrame): LaterRoom =>
  attached
    ? {
        reminders: { reasons: lines, names: lines, reason },
        stalled: lines,
        goodNews: { recovered: lines, ids: 0, done: lines },
        unknown: lines,
        baselines: lines,
      }
    : {
        reminders: { reasons: everything, names: everything, reason },
        stalled: everything,
        goodNews: { recovered: everything, ids: 0, done: everything },
        unknown: everything,
        baselines: everything,
      };

/** Failures of causes that have no place of their own. */
function restOf(
  { rest }: CausesTold,
  { clusters }: Digest,
  attached: boolean,
  say: Wording,
): readonly Block[] {
  const failures = rest.reduce((sum, { failures: some }) => sum + some.length, 0);
  if (failures === 0) return [];
  if (attached) return [{ kind: 'note', lines: [[say.frame.moreInTable(failures, csvName)]] }];
  return [
    { kind: 'rule' },
    {
      kind: 'lines',
      tone: 'failed',
      lines: [[say.cause.moreFailed(failures), say.cause.listedHere(0)]],
    },
    ...restById(rest, { named: true, numbered: Math.min(20, clusters.length) }, unbounded, say).map(
      ({ runs }): Block => ({ kind: 'ids', runs }),
    ),
  ];
}

function logsWithin(messages: readonly Excerpt[], limit: number, say: Wording): readonly string[] {
  const rooms = shareOut(
    messages.map((message) => logText(message, say).length),
    limit,
  );
  return messages.map((message, index) => logText(shorten(message, rooms[index] ?? 0), say));
}
