import { describe, expect, it } from 'vitest';
import { mailOf, type Mail } from '../../functions/channels/email/mail.ts';
import type { JobId, SourceId } from '../../functions/mms/id.ts';
import type { Alert } from '../../functions/notification/alert.ts';
import {
  aBaseline,
  aCompletion,
  aLostChannel,
  aLostSource,
  aNotification,
  anEscalation,
  anUnknown,
  aProgress,
  aRecovery,
  aReminder,
  aReport,
  aRestoredSource,
  aRow,
  aStalledJob,
  aTask,
  causes,
  failureOf,
  tasks,
} from '../notification/alerts.ts';
import { id } from '../support/builders.ts';
import { readerIn } from './told-by-channel.ts';

const english = readerIn('en');
const told = (...alerts: readonly Alert[]): Mail => mailOf(aNotification(alerts), english);

describe('the mail of a tick', () => {
  it('says in its subject what the lock screen of a phone says', () => {
    expect(told(failureOf(aTask(1, 'orders_2024'))).subject).toBe(
      'orders_2024 failed: no privilege odps:Select · nightly_full',
    );
  });

  it('shows what to do and how far the job is before it is opened', () => {
    const notification = aNotification([failureOf(aTask(1), causes.memory)], {
      progress: [aProgress()],
    });
    expect(mailOf(notification, english).html).toContain(
      '>Fix: Give the job more memory or migrate fewer partitions per task; check for very large rows. · 68% · 3,412 of 5,000 done',
    );
  });

  it('is urgent while something calls for a person', () => {
    const failure = failureOf(aTask(1));
    for (const alert of [failure, anEscalation(), aLostSource()]) {
      expect(told(alert, aCompletion(aTask(2))).urgent).toBe(true);
    }
    const others = [
      failureOf(aTask(1), causes.privilege, { recoveredSince: true }),
      aLostChannel(),
      aRestoredSource(),
      aCompletion(aTask(2)),
      aRecovery(aTask(3)),
      aBaseline(),
      anUnknown('X', aTask(4)),
      aReminder(aTask(5)),
      aStalledJob(),
      aReport(),
    ];
    expect(told(...others).urgent).toBe(false);
  });

  it('names every id in itself while there are few, and in a table beside it when there are many', () => {
    const completions = (count: number): readonly Alert[] =>
      tasks(count, 7000).map((task) => aCompletion(task));
    const few = told(...completions(50));
    expect(few.attachments).toEqual([]);
    expect(few.text).toContain('table_7049 (7049)');
    const [csv, ...others] = told(...completions(51)).attachments;
    expect(others).toEqual([]);
    expect(csv).toMatchObject({
      filename: 'mms-alerts.csv',
      contentType: 'text/csv; charset=utf-8',
    });
    expect(csv?.content.startsWith('\ufeffkind,')).toBe(true);
    expect(csv?.content.match(/^done,/gm)).toHaveLength(51);
    expect(told(...completions(51)).text).toContain(
      'All 51 changes, with task IDs, are in mms-alerts.csv (attached).',
    );
  });
});

describe('the id of a mail', () => {
  const one = failureOf(aTask(1), causes.privilege, { rows: [aRow(10)] });
  const two = aRecovery(aTask(2), 3);
  const idOf = (...alerts: readonly Alert[]): string => told(...alerts).messageId;

  it('is the same for the same alerts, in whatever order and language they are sent', () => {
    const chinese = readerIn('zh');
    const later = aNotification([two, one], { now: 1e13 });
    expect(mailOf(later, chinese).messageId).toBe(idOf(one, two));
  });

  it.each([
    { what: 'another task', alert: failureOf(aTask(2), causes.privilege, { rows: [aRow(10)] }) },
    { what: 'another log row', alert: failureOf(aTask(1), causes.privilege, { rows: [aRow(11)] }) },
    { what: 'one failure more', alert: { ...one, ordinal: 2 } },
    { what: 'another kind', alert: aCompletion(aTask(1)) },
  ])('is another one for $what', ({ alert }) => {
    expect(idOf(alert)).not.toBe(idOf(one));
  });

  it('is another one once a mail was accepted, and when a source is back', () => {
    const next = aNotification([one], { messagesBefore: 1 });
    expect(mailOf(next, english).messageId).not.toBe(idOf(one));
    expect(idOf(aRestoredSource())).not.toBe(idOf(aLostSource()));
  });
});

describe('the thread of a mail', () => {
  const failure = failureOf(aTask(1));
  const ofOtherJob = failureOf(aTask(2, 't', { jobId: id<JobId>(88) }));
  const ofOtherSource = failureOf(aTask(3, 't', { sourceId: id<SourceId>(9) }));

  it.each([
    { of: 'one job', alerts: [failure, aReport(), anEscalation()], root: 'mms-job-2000015-87' },
    {
      of: 'one job at its first look',
      alerts: [aBaseline({ target: '2000015/jobs/87' })],
      root: 'mms-job-2000015-87',
    },
    { of: 'two jobs of a source', alerts: [failure, ofOtherJob], root: 'mms-source-2000015' },
    { of: 'a job and its source', alerts: [failure, aLostSource()], root: 'mms-source-2000015' },
    { of: 'two sources', alerts: [failure, ofOtherSource], root: 'mms-task-alerts' },
    { of: 'a lost channel', alerts: [aLostChannel()], root: 'mms-task-alerts' },
    { of: 'a job and a channel', alerts: [aLostChannel(), failure], root: 'mms-job-2000015-87' },
  ])('is that of $root for $of', ({ alerts, root }) => {
    expect(told(...alerts).references).toBe(root);
  });
});

describe('the table beside a mail', () => {
  const cellOf = (sourceTable: string): string => {
    const alerts = tasks(51).map((task) => aCompletion({ ...task, sourceTable }));
    const row = told(...alerts).attachments[0]?.content.split('\r\n')[1] ?? '';
    return /^done,1000,DONE,(.*),mms_prod\./s.exec(row)?.[1] ?? row;
  };

  it.each([
    { cell: '=HYPERLINK("http://evil")', written: `"'=HYPERLINK(""http://evil"")"` },
    { cell: '+1', written: "'+1" },
    { cell: '-1', written: "'-1" },
    { cell: '@SUM(A1)', written: "'@SUM(A1)" },
    { cell: ' =1', written: "' =1" },
    { cell: '\t=1', written: "'\t=1" },
    { cell: '＝1', written: "'＝1" },
    { cell: 'a,b', written: '"a,b"' },
    { cell: 'a"b', written: '"a""b"' },
    { cell: 'dt=1', written: 'dt=1' },
    { cell: '', written: '' },
  ])('writes $cell so that no spreadsheet runs it', ({ cell, written }) => {
    expect(cellOf(cell)).toBe(written);
  });
});
