import type { Excerpt } from '../../untrusted-text/excerpt.ts';
import { shorten } from '../../untrusted-text/excerpt.ts';
import type { CauseRoom } from '../../notification/causes-told.ts';
import type { LogRoom } from '../../notification/failure-in-full.ts';
import { shareOut } from '../../notification/failures-in-full.ts';
import type { LaterRoom } from '../../notification/later-passages.ts';
import { logText } from '../../notification/log-text.ts';
import { codeBlockLength, sentenceLimit } from './slack-markup.ts';
import type { TopRoom } from '../../notification/top-passages.ts';
import type { Wording } from '../../notification/wording/wording.ts';

/** How much of everything one message of Slack shows. */
export type SlackRoom = Readonly<{
  /** Code points of a foreign name. */
  names: number;
  /** Whether there are blocks to spare for rules between the parts. */
  rules: boolean;
  causes: CauseRoom;
  later: LaterRoom;
  top: Omit<TopRoom, 'finished'> & Readonly<{ finished: Omit<TopRoom['finished'], 'listedIn'> }>;
}>;

type Measure = Readonly<{
  /** A log's characters where one failure, three, and more are told in full. */
  logs: readonly [number, number, number];
  action: number;
  names: number;
  reason: number;
  /** Failures in full. */
  most: number;
  causes: number;
  /** Lines of a list, and names in a line. */
  lines: number;
  listed: number;
}>;

/**
 * The first is for texts as people and machines write them, the last for texts that are made to
 * fill messages.
 */
const measures: readonly [Measure, ...Measure[]] = [
  {
    logs: [2400, 900, 500],
    action: 240,
    names: 200,
    reason: 160,
    most: 7,
    causes: 8,
    lines: 8,
    listed: 12,
  },
  {
    logs: [1600, 800, 400],
    action: 120,
    names: 80,
    reason: 120,
    most: 5,
    causes: 8,
    lines: 6,
    listed: 10,
  },
  {
    logs: [1200, 600, 400],
    action: 120,
    names: 60,
    reason: 90,
    most: 3,
    causes: 6,
    lines: 5,
    listed: 8,
  },
  {
    logs: [900, 500, 300],
    action: 60,
    names: 24,
    reason: 60,
    most: 3,
    causes: 5,
    lines: 4,
    listed: 5,
  },
  {
    logs: [400, 200, 150],
    action: 24,
    names: 8,
    reason: 24,
    most: 3,
    causes: 3,
    lines: 2,
    listed: 3,
  },
];

/** From the most generous to the least. */
export function slackRooms(say: Wording): readonly [SlackRoom, ...SlackRoom[]] {
  const [most, ...less] = measures;
  return [roomOf(most, say), ...less.map((measure) => roomOf(measure, say))];
}

function roomOf(
  { logs, action, names, reason, most, causes, lines, listed }: Measure,
  say: Wording,
): SlackRoom {
  const log = (inFull: number): LogRoom => {
    const limit = logs[inFull <= 1 ? 0 : inFull <= 3 ? 1 : 2];
    return {
      fit: (messages) => logsWithin(messages, limit, say),
      action,
      line: sentenceLimit(names),
    };
  };
  return {
    names,
    rules: lines > 2,
    causes: {
      summed: causes,
      first: 3,
      others: 1,
      most,
      shortRest: listed,
      someOfRest: Math.min(listed, 8),
      reason,
      log,
    },
    later: {
      reminders: { reasons: causes, names: listed, reason },
      stalled: lines,
      goodNews: { recovered: Math.min(lines, 5), ids: 3 * listed, done: 5 },
      unknown: Math.min(lines, 5),
      baselines: Math.min(lines, 5),
    },
    top: {
      finished: { jobs: Math.min(lines - 1, 4), reasons: 5, reason, names: 3 * listed },
      escalations: lines,
      sight: { lines: Math.min(lines - 1, 4), reason: 3 * reason },
    },
  };
}

function logsWithin(messages: readonly Excerpt[], limit: number, say: Wording): readonly string[] {
  const rooms = shareOut(
    messages.map((message) => codeBlockLength(logText(message, say))),
    limit,
  );
  return messages.map((message, index) => logWithin(message, rooms[index] ?? 0, say));
}

/** The excerpt as text whose block of code takes `limit` characters at most. */
function logWithin(excerpt: Excerpt, limit: number, say: Wording): string {
  const written = (points: number): string => logText(shorten(excerpt, points), say);
  if (codeBlockLength(written(limit)) <= limit) return written(limit);
  let fits = 0;
  let tooMuch = limit;
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (codeBlockLength(written(middle)) <= limit) fits = middle;
    else tooMuch = middle;
  }
  return written(fits);
}
