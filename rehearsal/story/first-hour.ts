import type { Chapter } from './chapters.ts';
import {
  countsDiffer,
  noPrivilege,
  outOfMemory,
  privilegeTrace,
  quotaExceeded,
  sourceTimedOut,
  unsupportedType,
} from './error-texts.ts';
import { crm, finance, parts } from './parts.ts';
import type { Stage } from './stage.ts';

const everyFailed = [
  ...parts.geography,
  'invoices',
  ...parts.mismatch,
  ...parts.outage,
  ...parts.failedBefore,
] as const;
/**
 * The function tries until its time is nearly over; who looks on shall not wait for that as long as
 * FC would.
 */
const whileSlackIsDown = 4;

export const before = (stage: Stage): void => {
  stage.history({ done: finance(0, 12), failed: parts.failedBefore, running: finance(12, 16) });
};

/** Single tables: they fail, are retried and recover. */
export const firstHour: readonly Chapter[] = [
  { caption: 'the first tick: a channel gets one summary of what it watches, not its history' },
  {
    caption: 'work goes on',
    happens: (stage) => {
      stage.complete(finance(12, 15));
      stage.reach('DATA_DOING', finance(16, 20));
    },
  },
  {
    caption:
      'two tables have a column of a type that MaxCompute does not know: new causes, so Slack calls somebody',
    happens: (stage) => {
      stage.fail('schema', ['shipments'], unsupportedType('route'));
      stage.fail('schema', ['store_locations'], unsupportedType('position'));
    },
  },
  { caption: 'nothing happens, so nobody is told anything' },
  {
    caption: 'three tables fail for one reason, one of them with a long Java stack trace',
    happens: (stage) => {
      stage.fail('data', parts.forbidden, noPrivilege, {
        table: 'orders_2024',
        text: privilegeTrace('orders_2024'),
      });
      stage.complete(finance(15, 16));
    },
  },
  {
    caption: 'the privilege is granted, the three are retried; completions are gathered',
    happens: (stage) => {
      stage.retry(parts.forbidden);
      stage.complete(finance(16, 20));
    },
  },
  {
    caption: 'the retry works for two; the third fails again, for another reason',
    happens: (stage) => {
      stage.complete(['orders_2024', 'customers']);
      stage.fail('data', ['invoices'], quotaExceeded);
    },
  },
  {
    caption: 'a table is copied, but MMS counts fewer rows in the copy: data may be lost',
    happens: (stage) => {
      stage.fail('verification', parts.mismatch, countsDiffer);
    },
  },
  {
    caption: 'Slack breaks down, two tables fail: the mail goes out, Slack is told later',
    rejects: 'slack',
    timeout: whileSlackIsDown,
    happens: (stage, outages) => {
      outages.slackBreaks();
      stage.fail('data', ['contacts', 'leads'], sourceTimedOut);
    },
  },
  {
    caption: 'now its channel is archived, and one more table fails: the mail tells of both',
    rejects: 'slack',
    happens: (stage, outages) => {
      outages.slackChannelIsArchived();
      stage.fail('data', ['exchange_rates'], outOfMemory);
    },
  },
  {
    caption: 'Slack is back and is told all three at once; no mail, since that was told',
    happens: (_, outages) => {
      outages.slackIsBack();
    },
  },
  {
    caption: 'a status that no documentation names: told once, not taken for harmless',
    happens: (stage) => {
      stage.enterUnknown('DATA_MERGE_PENDING', 'journal_entries');
    },
  },
  {
    caption: 'the causes are mended, and everything that failed is retried',
    happens: (stage) => {
      stage.retry(everyFailed);
    },
  },
  {
    caption: 'all of it works; audit_log is just done, since its failure was never told',
    happens: (stage) => {
      stage.complete(everyFailed);
      stage.complete(crm(0, 3));
    },
  },
];
