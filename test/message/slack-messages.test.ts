import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKey, type Alert } from '../../functions/core/alert.ts';
import type { SourceId } from '../../functions/core/id.ts';
import { slackMessages, type SlackMessage } from '../../functions/message/slack-messages.ts';
import { aCompletion, aFailure, anUnknown, aBaseline, aRecovery, aRow, aTask, context, id, noPrivilege } from './alerts.ts';
import { hostileAlerts, trace } from './hostile-alerts.ts';
import { expectWithinSlackLimits, outsideCode, textsOf } from './slack-limits.ts';
import { stories } from './stories.ts';

const failures = (n: number, first = 1000): Alert[] =>
  Array.from({ length: n }, (_, i) => aFailure(aTask(first + i), [aRow(50_000 + i)]));
const mrkdwnOf = (message: SlackMessage): string[] =>
  message.blocks.flatMap(textsOf).filter(({ type }) => type === 'mrkdwn').map(({ text }) => text);

/** Of a list with names beside the ids, or of ids alone. */
const idsOf = (list: string): string[] => (list.includes('  ') ? list.split('\n').map((line) => line.split(' ')[0] ?? '') : list.split(' '));

describe('the messages of a tick', () => {
  it.each(Object.entries(stories))('%s: one message within the limits, every alert told in it', async (name, alerts) => {
    const messages = slackMessages(alerts, context);
    messages.forEach(expectWithinSlackLimits);
    expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(alerts.map(alertKey).toSorted());
    if (name !== 'a storm') expect(messages).toHaveLength(1);
    const file = name.replace(/\W+/g, '-');
    await expect(`${JSON.stringify(messages, ['text', 'blocks', 'type', 'emoji', 'elements', 'verbatim', 'shortText'], 2)}\n`).toMatchFileSnapshot(`golden/${file}.slack.json`);
    await expect(messages.map(({ plainText }) => plainText).join('\n\n\n')).toMatchFileSnapshot(`golden/${file}.slack.txt`);
  });

  it('are none where nothing is due', () => {
    expect(slackMessages([], context)).toEqual([]);
  });

  it('survive any text that MMS may hold: within the limits, no ping, no markup, every alert told once', () => {
    fc.assert(fc.property(hostileAlerts, fc.boolean(), (alerts, mailAlso) => {
      const messages = slackMessages(alerts, { ...context, mailAlso });
      expect(messages.length).toBeLessThanOrEqual(5);
      for (const message of messages) {
        expectWithinSlackLimits(message);
        for (const text of mrkdwnOf(message)) expect(outsideCode(text)).not.toContain(trace);
      }
      expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(alerts.map(alertKey).toSorted());
    }), { numRuns: 200 });
  });

  it('stay within the limits when every text is as long as it can be and grows by being escaped', () => {
    const long = '&'.repeat(200);
    const excerpt = { head: '&'.repeat(1600), tail: '&'.repeat(2400), omitted: 60_000, omittedLines: 600 };
    const task = (n: number) => aTask(n, '', { sourceName: long, jobName: long, sourceTable: `${long}.${n}`, destinationTable: long, status: long });
    const rows = [1, 2, 3, 4].map((n) => aRow(n, '', { status: `${long}${n}`, time: long, action: excerpt, message: excerpt }));
    const statuses = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}${long}`, 1_000_000]));
    for (const n of [1, 3, 4, 5, 6, 500]) {
      const alerts = [
        ...Array.from({ length: n }, (_, i) => aFailure(task(100 + i), rows, { logUnread: long, attempts: 1234, ordinal: 5678 })),
        ...Array.from({ length: 9 }, (_, i) => aRecovery(task(2000 + i), 12, 600_000)),
        ...Array.from({ length: 9 }, (_, i) => anUnknown(`${long}${i}`, task(3000 + i), 4000)),
        ...Array.from({ length: 3 }, (_, i) => aBaseline({ target: `${i}`, name: long, statuses, failed: [1, 2, 3, 4, 5].map(task) })),
        ...Array.from({ length: 9 }, (_, i) => aCompletion(task(5000 + i))),
      ];
      const messages = slackMessages(alerts, context);
      messages.forEach(expectWithinSlackLimits);
      expect(messages.flatMap(({ covers }) => covers)).toHaveLength(alerts.length);
      expect(messages[0]?.plainText).toContain('task 100 ');
    }
  });

  it('add up: what is shown, listed and counted is all there is', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 12_000 }));
    const digits = fc.constantFrom(1, 10_000, 9_007_199_254_700_000);
    const statuses = fc.integer({ min: 1, max: 12 });
    fc.assert(fc.property(size, digits, statuses, (n, first, kinds) => {
      const alerts = Array.from({ length: n }, (_, i) => aFailure(aTask(first + i), [aRow(1 + i, noPrivilege, { status: `S${i % kinds}_FAILED` })]));
      const messages = slackMessages(alerts, context);
      expect(messages.flatMap(({ covers }) => covers).toSorted()).toEqual(alerts.map(alertKey).toSorted());
      const texts = messages.flatMap(mrkdwnOf);
      const inFull = texts.flatMap((text) => [...text.matchAll(/^task `(\d+)`/gm)].map((match) => match[1]));
      const listed = texts.filter((text) => text.includes('· source') && text.includes('```'))
        .flatMap((text) => [...text.matchAll(/```\n([^`]*)\n```/g)].flatMap((match) => idsOf(match[1] ?? '')));
      const counted = texts.flatMap((text) => [...text.matchAll(/^and ([\d,]+) more failed task/g)].map((match) => Number((match[1] ?? '').replaceAll(',', ''))));
      const shown = [...inFull, ...listed];
      expect(inFull.length).toBeGreaterThanOrEqual(Math.min(n, 3));
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.length + counted.reduce((sum, more) => sum + more, 0)).toBe(n);
    }), { numRuns: 40 });
  });
});

describe('a storm', () => {
  it('is one message while it fits into one', () => {
    expect(slackMessages(failures(1000), context)).toHaveLength(1);
  });

  it('takes more where Slack does not let it into one, and says so', () => {
    const messages = slackMessages(failures(3000), context);
    expect(messages).toHaveLength(2);
    expect(messages[0]?.plainText).toContain('2,997 more failed, listed here and in the next message:');
    expect(messages[1]?.text).toMatch(/^3,000 tasks failed, continued \(2 of 2\) in finance_dw → mms_prod/);
  });

  it('never takes more than five, and counts the rest', () => {
    const messages = slackMessages(failures(14_000), context);
    expect(messages).toHaveLength(5);
    expect(messages.at(-1)?.plainText).toMatch(/and [\d,]+ more failed tasks; all ids are in the mail$/);
    const withoutMail = slackMessages(failures(14_000), { ...context, mailAlso: false });
    expect(withoutMail.at(-1)?.plainText).toMatch(/and [\d,]+ more failed tasks; there was no room for their ids$/);
  });

  it('tells good news with the first message, and names the failed tasks beside their ids while they are few', () => {
    const messages = slackMessages([...failures(3000), aRecovery(aTask(1)), aCompletion(aTask(2))], context);
    expect(messages[0]?.covers).toContain('recovered 2000015/1');
    expect(messages[0]?.plainText).toContain('✓ 1 done: table_2 (2)');
    expect(slackMessages(failures(20), context)[0]?.plainText).toContain('1019  table_1019');
  });
});

describe('a failure in full', () => {
  const only = (alert: Alert): string => slackMessages([alert], context)[0]?.plainText ?? '';
  const task = aTask(4032, 'orders_2024');

  it('names task, data source, job, tables, status, log, time, action and message', () => {
    const text = only(aFailure(task, [aRow(10231)]));
    for (const named of ['finance_dw.orders_2024', 'mms_prod.default.orders_2024', 'DATA_FAILED', 'task 4032', 'job nightly_full (87)',
      'source demo (2000015)', 'log 10231', '2026-11-22 14:03:07 (MMS time)', 'while: insert overwrite table', noPrivilege]) expect(text).toContain(named);
  });

  it.each([
    { what: 'several attempts', changes: { attempts: 3 }, says: 'DATA_FAILED · 3 failed attempts' },
    { what: 'a failure after failures', changes: { ordinal: 2 }, says: 'DATA_FAILED · failure 2' },
    { what: 'a recovery since', changes: { recoveredSince: true }, says: 'DATA_FAILED · has recovered since' },
    { what: 'a log that could not be read', changes: { rows: [], logUnread: 'HTTP 503' }, says: 'its log could not be read: HTTP 503' },
    { what: 'a status without a row', changes: { rows: [] }, says: 'MMS wrote no log row for it: its own status says so' },
  ])('says $what', ({ changes, says }) => {
    expect(only(aFailure(task, [aRow(10231)], changes))).toContain(says);
  });

  it('says in the headline what has recovered since', () => {
    const [one, two] = [aFailure(task, [aRow(1)], { recoveredSince: true }), aFailure(aTask(4033), [aRow(2)])];
    expect(slackMessages([one], context)[0]?.text).toMatch(/^1 task failed in finance_dw → mms_prod, recovered since: orders_2024, ODPS-0130013/);
    expect(slackMessages([one, two], context)[0]?.text).toMatch(/^2 tasks failed in finance_dw → mms_prod, 1 of them recovered since: ODPS-0130013/);
  });

  it('shows the rows of one attempt, the first and the last of many', () => {
    const text = only(aFailure(task, [1, 2, 3, 4].map((n) => aRow(n, `message ${n}`))));
    expect(text).toMatch(/message 1[^]*message 4/);
    expect(text).not.toContain('message 2');
    expect(text).toContain('2 more log rows of this failure between the two: 2, 3');
  });

  it('shows the head and the tail of a long message and what was left out', () => {
    const text = only(aFailure(task, [aRow(1, `HEAD ${'x '.repeat(3000)}TAIL`)]));
    expect(text).toMatch(/HEAD x[^]*… [\d,]+ characters left out …[^]*x TAIL/);
  });

  it('does not repeat a long message word for word', () => {
    const long = `java.lang.Error: no space\n${'a line that says little\n'.repeat(20)}end`;
    const text = slackMessages([aFailure(task, [aRow(1, long)]), aFailure(aTask(4033), [aRow(2, long)])], context)[0]?.plainText ?? '';
    expect(text.split('a line that says little')).toHaveLength(21);
    expect(text).toContain('java.lang.Error: no space\n    … and so on, word for word as for task 4032 above …');
  });
});

describe('what else a message says', () => {
  const textOf = (...alerts: Alert[]): string => slackMessages(alerts, context)[0]?.plainText ?? '';
  const lineOf = (...alerts: Alert[]): string => slackMessages(alerts, context)[0]?.text ?? '';

  it('puts failures first, whatever the order in which things happened', () => {
    const text = textOf(aCompletion(aTask(1)), aRecovery(aTask(2)), aBaseline(), anUnknown('X', aTask(3)), ...failures(2));
    const order = ['task 1000', 'task 1001', 'recovered: table_2', 'unknown status X', 'Watching finance_dw (2000015)', '✓ 1 done'];
    expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b));
    expect(order.every((part) => text.includes(part))).toBe(true);
  });

  it('says of a recovery whether the task has failed again', () => {
    expect(textOf(aRecovery(aTask(7), 2, 195), aFailure(aTask(7), []))).toContain('✓ recovered: table_7 (7), after 2 failures, 3 h 15 min, failed again since');
    expect(textOf(aRecovery(aTask(7)), aFailure(aTask(8), []))).not.toContain('failed again');
  });

  it('lists recoveries by id beyond the first, and counts the rest', () => {
    const recoveries = Array.from({ length: 100 }, (_, i) => aRecovery(aTask(500 + i)));
    const text = textOf(...recoveries);
    expect(text).toMatch(/✓ 95 more recovered: 505, 506, .* and 55 more/);
  });

  it('names the status that nobody has documented', () => {
    expect(textOf(anUnknown('DATA_PAUSED', aTask(4200, 'audit'), 4))).toContain('? unknown status DATA_PAUSED: task 4200 (audit) and 4 more tasks');
    expect(textOf(anUnknown('DATA_PAUSED', aTask(4200, 'audit')))).toContain('MMS does not document this status');
  });

  it.each([
    { line: '1 task failed in finance_dw → mms_prod: table_1000, ODPS-0130013: Authorization exception', alerts: failures(1) },
    { line: '3 tasks failed in finance_dw → mms_prod: ODPS-0130013: Authorization', alerts: failures(3) },
    { line: '2 tasks failed in finance_dw → mms_prod: ODPS-0130013', alerts: [aFailure(aTask(1), [aRow(1, 'ODPS-0130013: on a')]), aFailure(aTask(2), [aRow(2, 'FAILED: ODPS-0130013: on b')])] },
    { line: '2 tasks failed in finance_dw → mms_prod: table_1, table_2', alerts: [aFailure(aTask(1), [aRow(1, 'disk')]), aFailure(aTask(2), [aRow(2, 'net')])] },
    { line: '6 tasks failed in finance_dw → mms_prod (job nightly_full): 4 DATA_FAILED, 2 SCHEMA_FAILED', alerts: Array.from({ length: 6 }, (_, i) => aFailure(aTask(i), [aRow(i, `m${i}`, { status: i < 2 ? 'SCHEMA_FAILED' : 'DATA_FAILED' })])) },
    { line: '2 tasks failed in 2 data sources: table_1, table_2', alerts: [aFailure(aTask(1, undefined, { sourceTable: 'a.table_1' }), []), aFailure(aTask(2, undefined, { sourceId: id<SourceId>(9), sourceName: 'other', sourceTable: 'b.table_2' }), [])] },
    { line: '1 task recovered in finance_dw → mms_prod: table_5, after 2 failures, 42 min', alerts: [aRecovery(aTask(5), 2)] },
    { line: '2 tasks done in finance_dw → mms_prod: table_1, table_2', alerts: [aCompletion(aTask(1)), aCompletion(aTask(2))] },
    { line: '1 task failed in finance_dw → mms_prod, 1 recovered, 2 done, 1 unknown status, now watching finance_dw: table_9, DATA_FAILED', alerts: [aCompletion(aTask(1)), aCompletion(aTask(2)), aRecovery(aTask(5)), aBaseline(), anUnknown('X', aTask(3)), aFailure(aTask(9), [])] },
    { line: 'Watching finance_dw: 5,000 tasks, 4,100 done, 12 already failed', alerts: [aBaseline()] },
    { line: 'Watching 2000017: no tasks yet', alerts: [aBaseline({ target: '2000017', name: '', total: 0, statuses: {}, failed: [] })] },
    { line: '2 unknown statuses in finance_dw → mms_prod: X, Y', alerts: [anUnknown('X', aTask(3)), anUnknown('Y', aTask(4))] },
  ])('has on the lock screen: $line', ({ line, alerts }) => {
    expect(lineOf(...alerts).startsWith(line)).toBe(true);
  });

  it('links to the console of the region, where it is known, and says when it was written', () => {
    const [message] = slackMessages(failures(1), context);
    expect(JSON.stringify(message?.blocks.at(-1))).toContain('<https://maxcompute.console.aliyun.com/cn-shanghai/mma/datasource|Open the MMS console> · 2026-11-22 06:05 UTC');
    expect(JSON.stringify(slackMessages(failures(1), { ...context, region: undefined }))).not.toContain('console');
  });

  it('writes ids and names in code, escaped', () => {
    const [message] = slackMessages([aFailure(aTask(1, 'a`b<c>&d'), [aRow(1, '<!channel> `x` & y')])], context);
    if (message === undefined) throw new Error('nothing was said of a failure');
    const text = mrkdwnOf(message).join('\n');
    expect(text).toContain('`finance_dw.aˋb&lt;c&gt;&amp;d` → ');
    expect(text).toContain('```\n&lt;!channel&gt; ˋxˋ &amp; y\n```');
  });
});

describe('the short text', () => {
  it('tells the first failures in a line each and the others by id', () => {
    const [message] = slackMessages([...failures(5), aRecovery(aTask(7))], context);
    expect(message?.shortText).toMatch(/^5 tasks failed [^]*\ntask 1000, table_1000: DATA_FAILED, log 50000: ODPS-0130013[^]*\nfailed: 1003, 1004\nrecovered: 7$/);
  });

  it('counts what does not fit', () => {
    const text = slackMessages(failures(3000), context)[0]?.shortText ?? '';
    expect(text).toMatch(/failed: 1003, 1004, .* and [\d,]+ more$/);
    expect(text.length).toBeLessThanOrEqual(3000);
  });
});
