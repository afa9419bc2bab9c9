import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remedies } from '../../functions/causes/remedies/remedies.ts';
import { alertKey, type Alert } from '../../functions/kinds/alert.ts';
import type { Notification } from '../../functions/notification/kind.ts';
import { languages } from '../../functions/language.ts';
import { mailOf, type Mail } from '../../functions/channels/email/mail-message.ts';
import {
  aBaseline,
  aBlindSource,
  aBriefing,
  aCompletion,
  aFailure,
  aFinishedJob,
  aLostChannel,
  anEscalation,
  anUnknown,
  aRecovery,
  aReminder,
  aRow,
  aStalledTask,
  aTask,
  context,
  now,
  zhContext,
} from '../notification/alerts.ts';
import { hostileBriefing } from '../notification/hostile-alerts.ts';
import { stories } from './stories.ts';

const told = (...alerts: readonly Alert[]): Mail => mailOf(aBriefing(alerts), context);
const tags = new Set([
  '!DOCTYPE',
  'html',
  'head',
  'meta',
  'title',
  'style',
  'body',
  'table',
  'tr',
  'td',
  'div',
  'pre',
  'code',
  'strong',
  'a',
  'br',
]);
const links = new Set(Object.values(remedies).map(({ link }) => link));

/** No tag and no attribute but our own, and nothing that loads or runs. */
function expectSafeHtml(html: string): void {
  const body = html.slice(html.indexOf('</style>'));
  for (const [, name = '', attributes = ''] of body.matchAll(/<\/?([!\w]*)([^>]*)>/g)) {
    expect(tags).toContain(name);
    expect(
      attributes.replace(
        / (?:class|style|role|width|cellpadding|cellspacing|border|href)="[^"<>]*"/g,
        '',
      ),
    ).toBe('');
  }
  for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g))
    expect(href.startsWith('https://maxcompute.console.aliyun.com/') || links.has(href), href).toBe(
      true,
    );
  expect(html.replace(/<\/?[!\w][^<>]*>/g, '')).not.toMatch(/[<>]/);
  expect(
    html.replace(/<style>.*<\/style>/gs, '').replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, ''),
  ).not.toContain('&');
  expect(html).not.toMatch(
    /<(?:img|script|iframe|link|form|svg)|url\(|javascript:|\p{Surrogate}/iu,
  );
  expect(new TextEncoder().encode(html).length).toBeLessThan(100_000);
}

/** The ids of what the alert is about. */
function subjectsOf(alert: Alert): readonly string[] {
  switch (alert.kind) {
    case 'failed':
    case 'recovered':
    case 'done':
    case 'unknown':
    case 'reminder':
      return [alert.task.id];
    case 'baseline':
      return [alert.target];
    case 'job-finished':
      return [alert.job.id, ...alert.failed.map(({ id }) => id)];
    case 'escalation':
      return [alert.job.id];
    case 'stalled':
      return [alert.what === 'task' ? alert.task.id : alert.job.id];
    case 'blind':
      return alert.what === 'source' ? [alert.sourceId] : [];
    default:
      return alert satisfies never;
  }
}

function expectSound(mail: Mail, { alerts }: Notification): void {
  expectSafeHtml(mail.html);
  expect(mail.subject).toMatch(/^[^\n\r\p{Cc}]+$/u);
  expect(Array.from(mail.subject).length).toBeLessThanOrEqual(200);
  expect(mail.messageId).toMatch(/^[\w.-]{20,80}$/);
  expect(mail.references).toMatch(/^mms-(?:job-\d+-\d+|source-\d+|task-alerts)$/);
  expect(mail.covers).toEqual(alerts.map(alertKey));
  const everything = [mail.text, ...mail.attachments.map(({ content }) => content)].join('\n');
  const named = new Set(everything.match(/\d+(?:\/\w+\/\d+)?/g));
  expect(alerts.flatMap(subjectsOf).filter((id) => !named.has(id))).toEqual([]);
  const files = mail.attachments.map(({ filename }) => filename);
  expect(files.includes('mms-alerts.csv')).toBe(alerts.length > 50);
  expect(new Set(files).size).toBe(files.length);
  for (const file of files) expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*\.csv$/u);
}

describe.each(languages)('the mail of a tick in %s', (language) => {
  const reader = { ...(language === 'zh' ? zhContext : context), mailAlso: false };

  it.each(Object.entries(stories))(
    '%s: names every id, as text and as HTML that runs nothing',
    async (name, briefing) => {
      const mail = mailOf(briefing, reader);
      expectSound(mail, briefing);
      const file = `golden/${language}/${name.replace(/\W+/g, '-')}.mail`;
      await expect(`${mail.subject}\n\n${mail.text}\n`).toMatchFileSnapshot(`${file}.txt`);
      await expect(mail.html).toMatchFileSnapshot(`${file}.html`);
      for (const { filename, content } of mail.attachments)
        await expect(content.split('\r\n').slice(0, 12).join('\r\n')).toMatchFileSnapshot(
          `${file}.${filename}`,
        );
    },
  );

  it('survives any text that MMS may hold', () => {
    fc.assert(
      fc.property(hostileBriefing, (briefing) => {
        expectSound(mailOf(briefing, { ...reader, mention: '<!here>' }), briefing);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

describe('the mail of a tick', () => {
  it('says in its subject what the lock screen of a phone says', () => {
    expect(mailOf(stories['only completions'] ?? aBriefing([]), context).subject).toBe(
      '12 tables done in finance_dw → mms_prod (job nightly_full): accounts, addresses, audit_log and 9 more',
    );
  });

  it('is urgent while something calls for a person', () => {
    const failure = aFailure(aTask(1), [aRow(1)]);
    expect(told(failure, aCompletion(aTask(2))).urgent).toBe(true);
    for (const alert of [anEscalation(), aBlindSource(), aLostChannel()])
      expect(told(alert).urgent).toBe(true);
    expect(told({ ...failure, recoveredSince: true }).urgent).toBe(false);
    const others = [
      aCompletion(aTask(2)),
      aRecovery(aTask(3)),
      aBaseline(),
      anUnknown('X', aTask(4)),
      aReminder(aTask(5)),
      aStalledTask(aTask(6)),
      aFinishedJob(),
      aBlindSource({ until: now }),
    ];
    expect(told(...others).urgent).toBe(false);
  });

  it('calls nobody by a name that only Slack knows', () => {
    const mail = mailOf(aBriefing([anEscalation()]), { ...context, mention: '<!here>' });
    expect(mail.text + mail.html).not.toContain('here>');
  });

  it('keeps every id in the mail itself while there are few, and in a table beside it when there are many', () => {
    const completions = (n: number): Alert[] =>
      Array.from({ length: n }, (_, i) => aCompletion(aTask(7000 + i)));
    const few = told(...completions(50));
    expect(few.attachments).toEqual([]);
    expect(few.text).toContain('table_7049 (7049)');
    const many = told(...completions(51));
    expect(many.text).toContain('and 41 more');
    expect(many.text).toContain(
      'all 51 changes, with every id, are in the attached mms-alerts.csv',
    );
    expect(many.attachments[0]?.content).toContain(
      '\r\ndone,7050,DONE,finance_dw.table_7050,mms_prod.default.table_7050,nightly_full,87,demo,2000015,',
    );
  });
});

describe('the id of a mail', () => {
  const one = aFailure(aTask(1), [aRow(10)]);
  const two = aRecovery(aTask(2), 3);
  const idOf = (...alerts: Alert[]): string => told(...alerts).messageId;

  it('is the same for the same alerts, whenever, in whatever order and in whatever language they are sent', () => {
    expect(
      mailOf(aBriefing([one, two]), { ...zhContext, now: context.now + 60_000 }).messageId,
    ).toBe(idOf(one, two));
    expect(idOf({ ...two, at: two.at + 1, due: true }, { ...one, at: 0, due: true })).toBe(
      idOf(one, two),
    );
  });

  it.each([
    { what: 'another task', alert: aFailure(aTask(2), [aRow(10)]) },
    { what: 'another log row', alert: aFailure(aTask(1), [aRow(11)]) },
    { what: 'one failure more', alert: { ...one, ordinal: 2 } },
    { what: 'another kind', alert: aCompletion(aTask(1)) },
  ])('is another one for $what', ({ alert }) => {
    expect(idOf(alert)).not.toBe(idOf(one));
  });

  it('is another one when sight returns', () => {
    expect(idOf(aBlindSource({ until: now }))).not.toBe(idOf(aBlindSource()));
  });
});

describe('the table beside a mail', () => {
  const tableOf = (sourceTable: string): string => {
    const cause = { fingerprint: 'why', reason: 'x, "y"', category: undefined };
    return (
      told(
        ...Array.from({ length: 51 }, (_, i) =>
          aFailure(aTask(i, 't', { sourceTable }), [aRow(i)], { cause }),
        ),
      ).attachments[0]?.content.split('\r\n')[1] ?? ''
    );
  };

  it.each([
    { cell: '=HYPERLINK("http://evil")', written: `"'=HYPERLINK(""http://evil"")"` },
    { cell: '+1', written: "'+1" },
    { cell: '-1', written: "'-1" },
    { cell: '@SUM(A1)', written: "'@SUM(A1)" },
    { cell: ' =1', written: "' =1" },
    { cell: '\t=1', written: "'\t=1" },
    { cell: '\r=1', written: `"'\r=1"` },
    { cell: '＝1', written: "'＝1" },
    { cell: 'a,b', written: '"a,b"' },
    { cell: 'a"b', written: '"a""b"' },
    { cell: 'dt=1', written: 'dt=1' },
    { cell: '', written: '' },
  ])('writes $cell so that no spreadsheet runs it', ({ cell, written }) => {
    expect(tableOf(cell)).toBe(
      `failed,0,DATA_FAILED,${written},mms_prod.default.t,nightly_full,87,demo,2000015,0,2026-11-22 14:03:07,1,1,"x, ""y""",why,`,
    );
  });

  it('is known to spreadsheets as UTF-8', () => {
    const [csv] = told(
      ...Array.from({ length: 51 }, (_, i) => aCompletion(aTask(i, '表'))),
    ).attachments;
    expect(csv).toMatchObject({
      filename: 'mms-alerts.csv',
      contentType: 'text/csv; charset=utf-8',
    });
    expect(csv?.content.startsWith('\ufeffkind,task_id,status,')).toBe(true);
  });
});
