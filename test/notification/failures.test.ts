import { describe, expect, it } from 'vitest';
import type { Alert } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/notification.ts';
import { causeOf } from '../../functions/causes/cause-of.ts';
import { slackMessages } from './chats.ts';
import {
  aBriefing,
  aCauseMemory,
  aFailure,
  aRow,
  aTask,
  context,
  noPrivilege,
  now,
} from './alerts.ts';

const textOf = (alerts: readonly Alert[], causes?: Notification['causes']): string =>
  slackMessages(aBriefing(alerts, causes === undefined ? {} : { causes }), context)[0]?.plainText ??
  '';
const task = aTask(4032, 'orders_2024');
const failures = (n: number, message = noPrivilege, first = 1000): Alert[] =>
  Array.from({ length: n }, (_, i) => aFailure(aTask(first + i), [aRow(50_000 + i, message)]));
const known = (changes: Parameters<typeof aCauseMemory>[1]): Notification['causes'] =>
  new Map([[causeOf(noPrivilege).fingerprint, aCauseMemory(causeOf(noPrivilege), changes)]]);

describe('a failure in full', () => {
  it('names task, data source, job, tables, status, attempt, log, time, action and message', () => {
    const text = textOf([aFailure(task, [aRow(10231)])]);
    for (const named of [
      'finance_dw.orders_2024',
      'mms_prod.default.orders_2024',
      'DATA_FAILED · attempt 1',
      'task 4032',
      'job nightly_full (87)',
      'source demo (2000015)',
      'log 10231',
      '2026-11-22 14:03:07 (MMS time)',
      'while: insert overwrite table',
      noPrivilege,
    ])
      expect(text).toContain(named);
  });

  it.each([
    { what: 'which attempt it is', changes: { ordinal: 3 }, says: 'DATA_FAILED · attempt 3' },
    {
      what: 'several attempts',
      changes: { attempts: 3, ordinal: 3 },
      says: 'DATA_FAILED · 3 failed attempts',
    },
    {
      what: 'several attempts after others',
      changes: { attempts: 2, ordinal: 5 },
      says: 'DATA_FAILED · 2 failed attempts, the last is attempt 5',
    },
    {
      what: 'the same cause again',
      changes: { ordinal: 2, sameCause: true },
      says: 'attempt 2 · same cause as last time',
    },
    {
      what: 'another cause',
      changes: { ordinal: 2, sameCause: false },
      says: 'attempt 2 · another cause than last time',
    },
    { what: 'a recovery since', changes: { recoveredSince: true }, says: '· has recovered since' },
    {
      what: 'a log that could not be read',
      changes: { rows: [], logUnread: 'HTTP 503' },
      says: 'its log could not be read: HTTP 503',
    },
    {
      what: 'a status without a row',
      changes: { rows: [] },
      says: 'MMS wrote no log row for it: its own status says so',
    },
  ])('says $what', ({ changes, says }) => {
    expect(textOf([aFailure(task, [aRow(10231)], changes)])).toContain(says);
  });

  it('shows the rows of one attempt, the first and the last of many', () => {
    const text = textOf([
      aFailure(
        task,
        [1, 2, 3, 4].map((n) => aRow(n, `message ${n}`)),
      ),
    ]);
    expect(text).toMatch(/message 1[^]*message 4/);
    expect(text).not.toContain('message 2');
    expect(text).toContain('2 more log rows of this failure between the two: 2, 3');
  });

  it('shows the head and the tail of a long message and what was left out', () => {
    expect(textOf([aFailure(task, [aRow(1, `HEAD ${'x '.repeat(3000)}TAIL`)])])).toMatch(
      /HEAD x[^]*… [\d,]+ characters left out …[^]*x TAIL/,
    );
  });

  it('says the reason above a log that is not taken in at a glance', () => {
    const trace = `java.lang.RuntimeException: task failed\n\tat a.b(C.java:1)\n\tat a.c(C.java:2)\nCaused by: java.net.ConnectException: Connection refused`;
    expect(textOf([aFailure(task, [aRow(1, trace)])])).toContain(
      'reason: task failed (ConnectException: Connection refused)',
    );
    expect(textOf([aFailure(task, [aRow(1)])])).not.toContain('reason:');
  });

  it('does not repeat a long message word for word', () => {
    const long = `java.lang.Error: no space\n${'a line that says little\n'.repeat(20)}end`;
    const text = textOf([aFailure(task, [aRow(1, long)]), aFailure(aTask(4033), [aRow(2, long)])]);
    expect(text.match(/^ {4}a line that says little/gm)).toHaveLength(20);
    expect(text).toContain(
      'java.lang.Error: no space\n    … and so on, word for word as for task 4032 above …',
    );
  });
});

describe('possible data loss', () => {
  const verification = (source: string, destination: string): string =>
    textOf([
      aFailure(
        { ...task, status: 'VERIFICATION_FAILED' },
        [aRow(1, 'counts differ', { status: 'VERIFICATION_FAILED' })],
        { countedRows: { source, destination } },
      ),
    ]);

  it.each([
    {
      source: '1000000',
      destination: '999998',
      says: 'Possible data loss: source 1,000,000 rows, destination 999,998: 2 missing',
    },
    {
      source: '5',
      destination: '7',
      says: 'Possible data loss: source 5 rows, destination 7: 2 too many',
    },
    { source: '7', destination: '7', says: 'Possible data loss: source 7 rows, destination 7\n' },
    {
      source: '9007199254740995',
      destination: '9007199254740993',
      says: 'source 9,007,199,254,740,995 rows, destination 9,007,199,254,740,993: 2 missing',
    },
    { source: 'many', destination: '7', says: 'Possible data loss\n' },
  ])(
    'is told with both counts where the log gives them: $source, $destination',
    ({ source, destination, says }) => {
      expect(verification(source, destination)).toContain(says);
    },
  );

  it('is in the headline when it leads, and counted when it does not', () => {
    const lost = aFailure(
      { ...task, status: 'VERIFICATION_FAILED' },
      [aRow(1, 'counts differ', { status: 'VERIFICATION_FAILED' })],
      { countedRows: { source: '10', destination: '8' } },
    );
    expect(slackMessages(aBriefing([lost]), context)[0]?.text).toBe(
      '1 table failed, possible data loss, in finance_dw → mms_prod: orders_2024, 2 of 10 rows missing',
    );
    expect(slackMessages(aBriefing([lost, ...failures(5)]), context)[0]?.text).toMatch(
      /^6 tables failed, 2 causes, possible data loss in 1 of them, in finance_dw → mms_prod/,
    );
  });
});

describe('failures whose counts differ', () => {
  const lost = (
    countedRows: Readonly<{ source: string; destination: string }> | undefined,
  ): string =>
    textOf([
      aFailure(
        { ...task, status: 'VERIFICATION_FAILED' },
        [aRow(1, 'nobody knows this text', { status: 'VERIFICATION_FAILED' })],
        { countedRows },
      ),
    ]);

  it('say what to do even where the text is unknown', () => {
    expect(lost({ source: '10', destination: '8' })).toContain(
      'What to do: Find out whether the source was written to meanwhile',
    );
    expect(lost({ source: '10', destination: '10' })).not.toContain('What to do');
    expect(lost(undefined)).not.toContain('What to do');
  });
});

describe('failures of one cause', () => {
  it('are one story: the reason and what to do once, three in full, the rest by name', () => {
    const text = textOf(failures(5));
    expect(text.match(/All for the same reason/g)).toHaveLength(1);
    expect(text.match(/What to do: Grant the privilege/g)).toHaveLength(1);
    expect(text.match(/^task /gm)).toHaveLength(3);
    expect(text).toContain('same cause: table_1003 (1003), table_1004 (1004)\n');
  });

  it('count what is not named', () => {
    expect(textOf(failures(500))).toMatch(/same cause: table_1003 \(1003\), .* and 489 more\n/);
  });

  it('say which have recovered since', () => {
    const [last] = failures(1, noPrivilege, 2000);
    const recovered = last?.kind === 'failed' ? { ...last, recoveredSince: true } : undefined;
    expect(textOf([...(recovered === undefined ? [] : [recovered]), ...failures(4)])).toContain(
      'same cause: table_1003 (1003)\nrecovered since: table_2000 (2000)',
    );
  });

  it.each([
    { what: 'unknown to the channel', causes: undefined, says: ' · new cause\n' },
    {
      what: 'not told before',
      causes: known({ toldAt: undefined, firstAt: now - 40 * 60_000 }),
      says: ' · new cause, first seen 05:25 UTC\n',
    },
    {
      what: 'told before',
      causes: known({ toldAt: now - 15 * 60_000, firstAt: now - 175 * 60_000, seen: 424 }),
      says: ' · 5 more since 05:50, 424 since 03:10 UTC\n',
    },
    {
      what: 'told once before',
      causes: known({ toldAt: now - 15 * 60_000, firstAt: now - 15 * 60_000, seen: 6 }),
      says: ' · 5 more, 6 since 05:50 UTC\n',
    },
    {
      what: 'told yesterday',
      causes: known({ toldAt: now - 86_400_000, firstAt: now - 2 * 86_400_000, seen: 1424 }),
      says: ' · 5 more since 2026-11-21 06:05, 1,424 since 2026-11-20 06:05 UTC\n',
    },
  ])('say whether the cause is new or growing: $what', ({ causes, says }) => {
    expect(textOf(failures(5), causes)).toContain(says);
  });

  it('say nothing of what to do about a cause that nobody knows', () => {
    expect(textOf(failures(5, 'the flux capacitor is out of plutonium'))).not.toContain(
      'What to do',
    );
  });
});

describe('failures of several causes', () => {
  const several = [
    ...failures(3, 'the flux capacitor is out of plutonium', 3000),
    ...failures(7),
    ...failures(1, 'java.net.SocketTimeoutException: connect timed out', 5000),
  ];

  it('are summed up first, the largest cause first, then told one cause after the other', () => {
    const text = textOf(several);
    const order = [
      '1. 7 tables: ODPS-0130013',
      '2. 3 tables: the flux capacitor',
      '3. 1 table: SocketTimeout',
      '1. 7 tables · DATA_FAILED',
      'task 1000',
      'task 1002',
      'same cause: table_1003',
      '2. 3 tables · DATA_FAILED',
      'task 3000',
      'same cause: table_3001',
      '3. finance_dw.table_5000',
    ];
    expect(order.filter((part) => !text.includes(part))).toEqual([]);
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    );
    expect(text).not.toContain('task 3001');
  });

  it('put a new cause before a known one of the same size', () => {
    const causes = new Map([
      [causeOf(noPrivilege).fingerprint, aCauseMemory(causeOf(noPrivilege))],
    ]);
    expect(textOf([...failures(2), ...failures(2, 'no plutonium', 3000)], causes)).toMatch(
      /1\. 2 tables: no plutonium · new cause\n2\. 2 tables: ODPS/,
    );
  });

  it('tell three in full even where each cause has one', () => {
    const text = textOf([
      ...failures(1),
      ...failures(9, 'no plutonium', 3000).map((alert): Alert =>
        alert.kind === 'failed' ? { ...alert, recoveredSince: true } : alert,
      ),
    ]);
    expect(text.match(/^task /gm)).toHaveLength(3);
  });

  it('count the causes that no summary has room for', () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      aFailure(aTask(1000 + i), [], {
        cause: { fingerprint: `${i}`, reason: `reason number ${i}`, category: undefined },
      }),
    );
    expect(textOf(many)).toMatch(/and 32 more causes, 32 tasks/);
  });
});

describe('who is called', () => {
  const mention = '<!subteam^S024BE7LH>';
  const blocksOf = (briefing: Notification): string[] =>
    slackMessages(briefing, { ...context, mention })
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.type === 'section' ? [block.text?.text ?? ''] : []));

  it('is called right below the header for a new cause', () => {
    const [message] = slackMessages(aBriefing(failures(2)), { ...context, mention });
    expect(message?.blocks[1]).toMatchObject({
      type: 'section',
      text: { type: 'mrkdwn', text: mention },
    });
  });

  it('is not called again for a cause that was told, nor for one that has mended itself', () => {
    expect(blocksOf(aBriefing(failures(2), { causes: known({}) }))).not.toContain(mention);
    expect(
      blocksOf(aBriefing(failures(2).map((alert) => ({ ...alert, recoveredSince: true })))),
    ).not.toContain(mention);
  });

  it('is called once, however many messages a storm takes', () => {
    expect(blocksOf(aBriefing(failures(3000))).filter((text) => text === mention)).toHaveLength(1);
  });
});
