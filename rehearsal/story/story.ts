import {
  accessDenied,
  backendError,
  countsDiffer,
  noPrivilege,
  outOfMemory,
  privilegeTrace,
  quotaExceeded,
  sourceTimedOut,
  tooManyPartitions,
  unsupportedType,
} from './error-texts.ts';
import type { Expectation } from '../world/expected-alerts.ts';
import { troubles } from './hand.ts';
import type { Stage } from './stage.ts';
import { crm, finance, parts } from './tables.ts';

export type Chapter = Readonly<{
  /** For a reader who has never heard of any of this. */
  caption: string;
  minutesLater?: number;
  happens?: (stage: Stage) => void;
  /** What has to be told of it beside what becomes of single tasks. */
  tells?: (stage: Stage) => readonly Expectation[];
  /** Slack calls somebody. */
  calls?: boolean;
  /** A part of the message with which the invocation rejects. */
  rejects?: string;
}>;

const everyFailed = [
  ...parts.geography,
  'invoices',
  ...parts.mismatch,
  ...parts.outage,
  ...parts.failedBefore,
] as const;
const stormy = [...parts.denied, ...parts.partitioned, ...parts.unlucky, ...parts.leak] as const;
const [aLeak, another] = parts.leak;

/** Single tables fail, are retried and recover. */
const firstHour: readonly Chapter[] = [
  {
    caption:
      'The first tick: each channel gets a summary of what it watches instead of the history.',
  },
  {
    caption:
      'Two tables have a column of a type that MaxCompute does not know. New causes, so Slack calls somebody.',
    calls: true,
    happens: (stage) => {
      stage.fail('schema', ['shipments'], unsupportedType('route'));
      stage.fail('schema', ['store_locations'], unsupportedType('position'));
      stage.complete(finance(12, 15));
      stage.reach('DATA_DOING', finance(16, 20));
    },
  },
  { caption: 'Nothing happens, so nobody is told anything.' },
  {
    caption: 'Three tables fail for one reason, one of them with a long Java stack trace.',
    calls: true,
    happens: (stage) => {
      stage.fail('data', parts.forbidden, noPrivilege, {
        table: 'orders_2024',
        text: privilegeTrace('orders_2024'),
      });
      stage.complete(finance(15, 16));
    },
  },
  {
    caption: 'The privilege is granted and the three are retried. Completions wait for the digest.',
    happens: (stage) => {
      stage.retry(parts.forbidden);
      stage.complete(finance(16, 20));
    },
  },
  {
    caption: 'The retry works for two; the third fails again, for another reason.',
    calls: true,
    happens: (stage) => {
      stage.complete(['orders_2024', 'customers']);
      stage.fail('data', ['invoices'], quotaExceeded);
    },
  },
  {
    caption: 'A table is copied, but MMS counts fewer rows in the copy: data may be lost.',
    calls: true,
    happens: (stage) => {
      stage.fail('verification', parts.mismatch, countsDiffer);
    },
  },
  {
    caption: 'Slack is down while two tables fail: the mail goes out, Slack is told later.',
    rejects: 'slack',
    happens: (stage) => {
      stage.breaks(troubles.slackDown);
      stage.fail('data', ['contacts', 'leads'], sourceTimedOut);
    },
  },
  {
    caption: 'Now its channel is archived and one more table fails: the mail tells of both.',
    rejects: 'slack',
    happens: (stage) => {
      stage.breaks(troubles.slackArchived);
      stage.fail('data', ['exchange_rates'], outOfMemory);
    },
    tells: () => [{ kind: 'blind', over: false, channel: 'slack' }],
  },
  {
    caption: 'Slack is back and is told of all three at once; the mail only says that it is back.',
    calls: true,
    happens: (stage) => {
      stage.mends('Slack');
    },
    tells: () => [{ kind: 'blind', over: true, channel: 'slack' }],
  },
  {
    caption: 'A status that no documentation names: reported once, not taken for harmless.',
    happens: (stage) => {
      stage.enterUnknown('DATA_MERGE_PENDING', 'journal_entries');
    },
  },
  {
    caption: 'The causes are mended, and everything that failed is retried.',
    happens: (stage) => {
      stage.retry(everyFailed);
    },
  },
  {
    caption: 'All of it works. For audit_log that is no recovery: its failure was never reported.',
    happens: (stage) => {
      stage.complete(everyFailed);
      stage.complete(crm(0, 3));
    },
  },
];

/** A whole job in trouble, a watcher that cannot see, what hangs, what nobody mends; the end. */
const worseThanFailures: readonly Chapter[] = [
  {
    caption:
      'A storm: eleven tables of crm_history fail, for three reasons. Most of what ended has failed, so a person is called.',
    calls: true,
    happens: (stage) => {
      stage.fail('data', parts.denied, accessDenied);
      stage.fail('data', parts.partitioned, tooManyPartitions);
      stage.fail('data', parts.unlucky, backendError);
    },
    tells: ({ crm: job }) => [{ kind: 'escalation', job }],
  },
  {
    caption:
      'One more for a reason reported a minute ago: it waits for the digest, or a slow leak would be a message a minute.',
    happens: (stage) => {
      stage.fail('data', [aLeak], accessDenied);
    },
  },
  {
    caption: 'A quarter of an hour later, after another one, both are reported together.',
    minutesLater: 15,
    happens: (stage) => {
      stage.fail('data', [another], accessDenied);
    },
  },
  {
    caption:
      "Somebody takes the function's rights away. A single unreadable tick can have any reason, so nobody is told yet.",
    rejects: 'mms',
    happens: (stage) => {
      stage.breaks(troubles.mmsForbidden);
    },
  },
  {
    caption: 'Work goes on unseen.',
    rejects: 'mms',
    happens: (stage) => {
      stage.complete([...finance(20), ...parts.odd, ...crm(3)]);
      stage.reach('DATA_DOING', parts.silent);
    },
  },
  {
    caption:
      'The third unreadable tick: both channels hear of it, and which right is missing. The heartbeat says /fail.',
    calls: true,
    rejects: 'mms',
    tells: ({ source }) => [{ kind: 'blind', over: false, source }],
  },
  {
    caption: 'The rights are back: what happened meanwhile is reported, nothing is lost.',
    happens: (stage) => {
      stage.mends('MMS');
    },
    tells: ({ source }) => [{ kind: 'blind', over: true, source }],
  },
  {
    caption:
      'Nothing of crm_history is left to run: one closing report, and the failed tables as a CSV in the mail.',
    tells: ({ crm: job }) => [{ kind: 'job-finished', job, done: 8, failed: 13 }],
  },
  {
    caption:
      'An hour and a half later: the timer hourly_finance starts no job, as its last one still has a running table. No task fails, so only this tells.',
    minutesLater: 90,
    tells: ({ timer }) => [{ kind: 'source', over: false, timer }],
  },
  {
    caption: 'Half an hour later: that table has logged nothing for two hours.',
    minutesLater: 30,
    tells: (stage) => parts.silent.map((table) => ({ kind: 'stalled', task: stage.task(table) })),
  },
  {
    caption: 'Somebody looks after it, and it gets done.',
    happens: (stage) => {
      stage.complete(parts.silent);
    },
  },
  {
    caption: 'So the other job is over, too.',
    tells: ({ finance: job }) => [{ kind: 'job-finished', job, done: 40, failed: 0 }],
  },
  {
    caption: 'A day later thirteen tables still fail: a reminder. And the timer works again.',
    minutesLater: 24 * 60,
    happens: (stage) => {
      stage.timerStartsAJob();
    },
    tells: (stage) => [
      { kind: 'source', over: true, timer: stage.timer },
      { kind: 'reminder', tasks: stormy.map((table) => stage.task(table)) },
    ],
  },
  {
    caption: 'The reasons are mended, the thirteen are retried, and all of them get done.',
    happens: (stage) => {
      stage.retry(stormy);
      stage.complete(stormy);
    },
  },
  {
    caption: 'The job is over once more, this time with everything done.',
    tells: ({ crm: job }) => [{ kind: 'job-finished', job, done: 21, failed: 0 }],
  },
  { caption: 'Everything is reported and nothing is new: nothing is sent, and nothing written.' },
];

export const wholeStory: readonly Chapter[] = [...firstHour, ...worseThanFailures];
