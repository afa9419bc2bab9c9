import { describe, expect, it } from 'vitest';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import { plainLine } from '../../functions/notification/document.ts';
import { id } from '../support/builders.ts';
import {
  aBaseline,
  aCompletion,
  aFailure,
  aLostSource,
  aNotification,
  aRecovery,
  aReminder,
  aReport,
  aStalledJob,
  aStop,
  aTask,
  anEscalation,
  anUnknown,
  causes,
  failureOf,
  failuresOf,
  known,
  oneOfEach,
  tasks,
} from './alerts.ts';
import { headlineOf, messagesOf } from './reading.ts';

const zh = { language: 'zh' } as const;
const mended = failureOf(aTask(1, 'orders'), causes.privilege, { recoveredSince: true });

describe('a headline', () => {
  it.each([
    {
      line: 'orders failed: no privilege odps:Select · nightly_full',
      alerts: [failureOf(aTask(1, 'orders'))],
    },
    {
      line: 'orders failed again (2nd time): out of memory · nightly_full',
      alerts: [failureOf(aTask(1, 'orders'), causes.memory, { ordinal: 2 })],
    },
    {
      line: 'orders failed: the flux capacitor is out of plutonium · nightly_full',
      alerts: [failureOf(aTask(1, 'orders'), causes.plutonium)],
    },
    {
      line: 'orders failed: reason unknown · nightly_full',
      alerts: [aFailure(aTask(1, 'orders'), [])],
    },
    {
      line: 'orders failed: no privilege odps:Select, has since recovered · nightly_full',
      alerts: [mended],
    },
    { line: '3 tables failed: no privilege odps:Select · nightly_full', alerts: failuresOf(3) },
    {
      line: '4 tables failed: 3 no privilege odps:Select, 1 quota used up · nightly_full',
      alerts: [...failuresOf(1, causes.quota, 7), ...failuresOf(3)],
    },
    {
      line: 'orders failed: no privilege odps:Select · nightly_full; 1 recovered, 2 done, now watching 1 more target',
      alerts: [
        aBaseline(),
        aCompletion(aTask(4)),
        aCompletion(aTask(5)),
        aRecovery(aTask(6)),
        failureOf(aTask(1, 'orders')),
      ],
    },
  ])('says what and why, then what else, then where: $line', ({ line, alerts }) => {
    expect(headlineOf(aNotification(alerts))).toBe(line);
  });

  it.each([
    {
      line: /^orders 第 2 次失败：内存不足 · nightly_full$/,
      alerts: [failureOf(aTask(1, 'orders'), causes.memory, { ordinal: 2 })],
    },
    { line: /^orders 迁移失败：缺少.*odps:Select.*，现已恢复 · nightly_full$/, alerts: [mended] },
    {
      line: /^3 张表失败：内存不足；1 张已恢复，2 张已完成 · nightly_full$/,
      alerts: [
        ...failuresOf(3, causes.memory),
        aCompletion(aTask(4)),
        aCompletion(aTask(5)),
        aRecovery(aTask(6)),
      ],
    },
    {
      line: /^4 张表失败：3 张内存不足、1 张 the flux capacitor is out of… · nightly_full$/,
      alerts: [...failuresOf(1, causes.plutonium, 7), ...failuresOf(3, causes.memory)],
    },
  ])('says the same in Chinese: $line', ({ line, alerts }) => {
    expect(headlineOf(aNotification(alerts), zh)).toMatch(line);
  });

  it('says how far a known cause has come', () => {
    const notification = aNotification(failuresOf(5), { causes: known(causes.privilege) });
    expect(headlineOf(notification)).toBe(
      '5 more tables failed: no privilege odps:Select (424 since 03:10 UTC) · nightly_full',
    );
  });

  it('puts what calls for a person before what is worth knowing, and that before good news', () => {
    const worstFirst: readonly Readonly<{ alerts: readonly Alert[]; says: string }>[] = [
      { alerts: [anEscalation({ why: 'burst', failed: 118 })], says: '118 tables failed' },
      { alerts: [aLostSource()], says: "Monitoring lost: can't" },
      { alerts: [aReport()], says: 'nightly_full finished' },
      { alerts: [aStop()], says: 'nightly_full was stopped' },
      { alerts: [aStalledJob()], says: 'nightly_full is stalled' },
      { alerts: [aReminder(aTask(3))], says: 'table_3 still failing' },
      { alerts: [anUnknown('X', aTask(4))], says: 'Unknown task status' },
      { alerts: [aRecovery(aTask(5, 'refunds'))], says: 'refunds recovered' },
      { alerts: [aCompletion(aTask(6))], says: '1 table done' },
      { alerts: [aBaseline()], says: 'Now watching' },
    ];
    for (const [index, { says }] of worstFirst.entries()) {
      const rest = worstFirst.slice(index).flatMap(({ alerts }) => alerts);
      expect(headlineOf(aNotification(rest.toReversed())).startsWith(says)).toBe(true);
    }
  });

  it.each([
    { what: 'its job', where: {}, place: ' · nightly_full' },
    {
      what: 'its source, for tasks of several jobs',
      where: { jobId: id<JobId>('88'), jobName: 'crm_history' },
      place: ' · bigquery_prod',
    },
    {
      what: 'how many sources',
      where: { sourceId: id<SourceId>('9') },
      place: ' · 2 data sources',
    },
  ])('ends with $what', ({ where, place }) => {
    const failures = [failureOf(aTask(1)), failureOf(aTask(2, 't', where))];
    expect(headlineOf(aNotification(failures)).endsWith(place)).toBe(true);
  });

  it('cuts long names so that what happened is seen, and still tells them apart', () => {
    const name = `fact_sales_${'of_everything_'.repeat(20)}2024`;
    const line = headlineOf(aNotification([failureOf(aTask(1, name), causes.disk)]));
    expect(line).toMatch(/^fact_sales_of_e…verything_2024 failed: disk full · nightly_full$/);
  });

  it('leaves out what there is no room for, the place and the cause of the first at last', () => {
    const everything = aNotification(Object.values(oneOfEach));
    expect(headlineOf(everything).length).toBeLessThanOrEqual(150);
    expect(headlineOf(everything)).toMatch(/^12 of 40 tasks failed: quota used up/);
    expect(headlineOf(everything)).toContain(' · nightly_full; crm finished: ');
    expect(headlineOf(everything, zh).length).toBeLessThanOrEqual(150);
  });

  it('of a further message says which part it is', () => {
    const long = tasks(3000).map((task) => failureOf({ ...task, jobName: 'j'.repeat(90) }));
    const medium = { fits: (_: unknown, blocks: readonly unknown[]) => blocks.length < 20 };
    const lines = messagesOf(aNotification(long), { mailAlso: false, medium }).map(({ headline }) =>
      plainLine(headline),
    );
    expect(lines[0]).not.toContain('part');
    expect(lines.at(-1)).toMatch(/^3,000 tables failed: no privilege .*, part 2 of 2$/);
    const chinese = messagesOf(aNotification(long), { mailAlso: false, medium, language: 'zh' });
    expect(plainLine(chinese.at(-1)?.headline ?? [])).toMatch(/（2\/2）$/);
  });
});
