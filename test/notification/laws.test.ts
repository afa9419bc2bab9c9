import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../functions/notification/chat.ts';
import { lineLength, plainLine, type Block } from '../../functions/notification/document.ts';
import { languages, type Language } from '../../functions/language.ts';
import { kindOf, type Notification } from '../../functions/notification/kind.ts';
import type { AlertOf } from '../support/fake-channel.ts';
import {
  aCompletion,
  aLostSource,
  aNotification,
  aProgress,
  aRow,
  aTask,
  anEscalation,
  aGroup,
  causes,
  endedProgress,
  failureOf,
  failuresOf,
  known,
  oneOfEach,
  tasks,
} from './alerts.ts';
import { hostileNotification, trace } from './hostile-alerts.ts';
import { inlinesIn, linesIn, linksIn, messagesOf, ownWords, read, roomFor } from './reading.ts';

const keysOf = ({ alerts, kinds }: Notification): readonly string[] =>
  alerts.map((alert) => kindOf(kinds, alert).key(alert)).toSorted();

const chat = roomFor(12_000);

describe('whatever MMS writes', () => {
  it('every alert is told once, in messages that fit, and no text of MMS stands among our words', () => {
    const reader = fc.record({ language: fc.constantFrom(...languages), mailAlso: fc.boolean() });
    fc.assert(
      fc.property(hostileNotification, reader, (notification, { language, mailAlso }) => {
        const messages = messagesOf(notification, { language, mailAlso, medium: chat });
        expect(messages.length).toBeLessThanOrEqual(mailAlso ? 1 : 5);
        expect(messages.flatMap(({ keys }) => keys).toSorted()).toEqual(keysOf(notification));
        for (const { headline, blocks } of messages) {
          expect(chat.fits(headline, blocks)).toBe(true);
          const line = plainLine(headline);
          expect(line.length).toBeLessThanOrEqual(150);
          expect(line).toMatch(/^[^\n\r]*\S[^\n\r]*$/);
          const words = inlinesIn(blocks).map(ownWords).join('·');
          expect(words).not.toContain(trace);
          expect(words).not.toMatch(/[\n\r]/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** What stands on the first screen: everything up to the failures in full. */
const summaryOf = ({ blocks }: ChatMessage): readonly Block[] =>
  blocks.filter(
    ({ kind, evidence }) =>
      evidence !== true && kind !== 'title' && kind !== 'mention' && kind !== 'ids',
  );

describe('one screen', () => {
  const weights = [1400, 900, 400, 200, 100];
  const fiveCauses = [
    causes.privilege,
    causes.quota,
    causes.memory,
    causes.disk,
    causes.plutonium,
  ].flatMap((cause, index) => failuresOf(weights[index] ?? 0, cause, 10_000 * (index + 1)));
  const progress = [aProgress({ done: 1300, failed: 3000, running: 0, waiting: 700, stopped: 0 })];

  it.each([
    {
      what: 'a storm of five causes that calls for a person',
      notification: aNotification(
        [
          anEscalation({ why: 'burst', failed: 3000, waiting: 700, causes: [] }),
          ...fiveCauses,
          ...tasks(500, 90_000).map((task) => aCompletion(task)),
        ],
        { progress },
      ),
    },
    { what: 'a storm of five causes', notification: aNotification(fiveCauses, { progress }) },
    {
      what: 'a known cause',
      notification: aNotification(failuresOf(9), { causes: known(causes.privilege), progress }),
    },
    {
      what: 'a first look',
      notification: aNotification([oneOfEach['a first look']].flatMap((alert) => alert ?? [])),
    },
    { what: 'a lost source', notification: aNotification([aLostSource()]) },
    {
      what: 'a closing report',
      notification: aNotification([oneOfEach['a closing report']].flatMap((alert) => alert ?? [])),
    },
  ])('has room for $what beside a mail', ({ notification }) => {
    for (const language of languages) {
      const [message] = messagesOf(notification, { language });
      const lines = message === undefined ? [] : summaryOf(message).flatMap(linesIn);
      const footer = 1;
      expect(lines.length - footer).toBeLessThanOrEqual(12);
      const characters = lines.reduce((sum, line) => sum + lineLength(line), 0);
      expect(characters).toBeLessThanOrEqual(950);
    }
  });
});

/** What is no word: names of products and of what a person types, ids, and MMS's own statuses. */
const allowed =
  /\b(?:MMS(?:_WATCH)?|ID|CSV|Slack|DingTalk|SLACK_WEBHOOK_URL|Incoming Webhook|Webhook|Agent|Spark|MaxCompute|STRING|odps:ListMmsTasks|acs:odps:\*:\*:mmsdatasource\/\d+|aliyun maxcompute (?:retry|stop|start)-mms-job --source-id \d+ --job-id \d+)(?![a-z])/g;

describe('a Chinese message', () => {
  const zh = { language: 'zh' } as const;

  const everything: readonly Readonly<{ what: string; notification: Notification }>[] = [
    ...Object.entries(oneOfEach).map(([what, alert]) => ({
      what,
      notification: aNotification([alert], { progress: [aProgress()] }),
    })),
    {
      what: 'all of it at once, after an outage',
      notification: aNotification(Object.values(oneOfEach), {
        outage: { since: 0 },
        progress: Array.from({ length: 6 }, () => aProgress()),
      }),
    },
    {
      what: 'failures with every mark',
      notification: aNotification([
        failureOf(aTask(1), causes.privilege, { ordinal: 2, sameCause: false }),
        failureOf(aTask(2), causes.privilege, { attempts: 4, ordinal: 9, recoveredSince: true }),
        failureOf(aTask(3), causes.silent, { logUnread: 'HTTP 503' }),
        failureOf(aTask(4), causes.silent, { rows: [aRow(1, '')] }),
        failureOf(aTask(5), causes.memory, { rows: [1, 2, 3, 4].map((row) => aRow(row)) }),
        failureOf(aTask(6, '', { sourceTable: '', destinationTable: '' }), causes.disk),
      ]),
    },
    { what: 'many of everything', notification: many() },
    {
      what: 'known causes',
      notification: aNotification(failuresOf(9), { causes: known(causes.privilege) }),
    },
    {
      what: 'a job that ended well',
      notification: aNotification([wellEnded()]),
    },
  ];

  it.each(everything)('has no foreign word but what MMS wrote: $what', ({ notification }) => {
    for (const mailAlso of [true, false]) {
      const messages = messagesOf(notification, { ...zh, mailAlso, medium: roomFor(6000) });
      expect(messages).not.toEqual([]);
      for (const { blocks, short } of messages) {
        for (const inline of [...inlinesIn(blocks), ...short.flat()]) {
          const words = ownWords(inline).replaceAll(allowed, '');
          expect(words).not.toMatch(/[a-z]{2}/i);
        }
      }
    }
  });

  it.each(everything)(
    'has Chinese punctuation between Chinese words: $what',
    ({ notification }) => {
      for (const { plainText } of messagesOf(notification, zh)) {
        expect(read({ plainText })).not.toMatch(/\p{Script=Han}[,;:!?()]|） ·|） \p{Script=Han}/u);
      }
    },
  );

  it('links to Chinese pages', () => {
    const links = linksOf('zh');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      expect(link).toMatch(
        /^https:\/\/(?:api\.aliyun\.com|help\.aliyun\.com\/zh|maxcompute\.console\.aliyun\.com)\//,
      );
    }
    for (const link of linksOf('en')) expect(link).not.toMatch(/\/zh\/|\/api\.aliyun\.com/);
  });

  function linksOf(language: Language): readonly string[] {
    const notifications = [
      ...everything.map(({ notification }) => notification),
      ofEveryCategory(),
    ];
    return notifications
      .flatMap((notification) => messagesOf(notification, { language, mailAlso: false }))
      .flatMap(({ blocks }) => linksIn(blocks));
  }
});

/** More of each kind than a message has lines for. */
function many(): Notification {
  const copies = Object.values(oneOfEach).flatMap((alert) => [alert, alert, alert, alert]);
  const failures = tasks(40).map((task, index) =>
    failureOf(task, { fingerprint: `${index}`, reason: `${index}`, category: 'quota' }),
  );
  return aNotification([...failures, ...copies, ...copies]);
}

const wellEnded = (): AlertOf<'job-finished'> => ({
  kind: 'job-finished',
  job: endedProgress(5000, 0),
  tookMs: 83_400_000,
  slowest: [{ task: aTask(1), tookMs: 60_000 }],
  onRetry: 17,
  failed: [aGroup(undefined, [], 3)],
  at: 0,
});

function ofEveryCategory(): Notification {
  const categories = [
    'row-counts',
    'throttled',
    'out-of-memory',
    'disk',
    'credentials',
    'unsupported',
    'schema-mismatch',
    'bad-value',
    'too-many-partitions',
    'quota',
    'not-found',
    'no-privilege',
    'source-unreachable',
    'conflict',
    'timeout',
    'transient',
  ];
  const failures = categories.map((category, index) =>
    failureOf(aTask(index + 1), { fingerprint: category, reason: category, category }),
  );
  return aNotification(failures);
}
