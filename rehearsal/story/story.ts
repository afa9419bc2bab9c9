import {
  countsDiffer,
  noPrivilege,
  outOfMemory,
  privilegeTrace,
  quotaExceeded,
  sourceTimedOut,
  unsupportedType,
  accessDenied,
  backendError,
  tooManyPartitions,
} from './error-texts.ts';
import type { Outages, Stage } from './stage.ts';
import { crm, finance, parts } from './tables.ts';

/** What happens before one tick, and how that tick has to end. */
export type Chapter = Readonly<{
  /** For a reader who has never heard of any of this. */
  caption: string;
  /** Minutes since the tick before, one where it does not say. */
  minutesLater?: number;
  happens?: (stage: Stage, outages: Outages) => void;
  /** The invocation rejects, and its message names this. */
  rejects?: string;
  /** Seconds that the platform grants the invocation; without it, those of s.yaml. */
  timeout?: number;
}>;

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

const stormy = [...parts.denied, ...parts.partitioned, ...parts.unlucky, ...parts.leak] as const;
const [aLeak, another] = parts.leak;

const hour = 60;
/** The deployed patience, in minutes: DIGEST_EVERY, STALL_AFTER, REMIND_AFTER. */
const [gathered, patience, reminded] = [15, 2 * hour, 24 * hour] as const;

/**
 * A whole job in trouble, a watcher that cannot see, a table that hangs, failures that nobody
 * mends; then the end.
 */
export const worseThanFailures: readonly Chapter[] = [
  {
    caption:
      'a storm: eleven tables of crm_history fail, for three reasons. With most of what ended failed, a person is called',
    happens: (stage) => {
      stage.fail('data', parts.denied, accessDenied);
      stage.fail('data', parts.partitioned, tooManyPartitions);
      stage.fail('data', parts.unlucky, backendError);
    },
  },
  {
    caption:
      'one more for the reason told a minute ago: such failures are gathered, lest a slow leak be a message a minute',
    happens: (stage) => {
      stage.fail('data', [aLeak], accessDenied);
    },
  },
  {
    caption: 'a quarter of an hour later, with another one: both are told together',
    minutesLater: gathered,
    happens: (stage) => {
      stage.fail('data', [another], accessDenied);
    },
  },
  {
    caption:
      "somebody takes the function's rights away. One look that fails can be anything: nobody is told yet",
    rejects: 'mms',
    happens: (_, outages) => {
      outages.permissionIsTaken();
    },
  },
  {
    caption: 'work goes on unseen',
    rejects: 'mms',
    happens: (stage) => {
      stage.complete([...finance(20), ...parts.odd, ...crm(3)]);
      stage.reach('DATA_DOING', parts.silent);
    },
  },
  {
    caption:
      'the third blind look: both channels hear of it, and which right is missing. The heartbeat says /fail',
    rejects: 'mms',
  },
  {
    caption: 'the rights are back: what happened meanwhile is told, nothing is lost',
    happens: (_, outages) => {
      outages.permissionIsGiven();
    },
  },
  {
    caption:
      'nothing of crm_history is left to run: one closing report, with all that failed as a table in the mail',
  },
  {
    caption: 'two hours later: a table that runs has not written a line since',
    minutesLater: patience,
  },
  {
    caption: 'somebody looks after it, and it gets done',
    happens: (stage) => {
      stage.complete(parts.silent);
    },
  },
  {
    caption: 'so the other job is over, too',
  },
  {
    caption: 'a day later the thirteen still stand failed: a reminder, one list of all',
    minutesLater: reminded,
  },
  {
    caption: 'the reasons are mended, the thirteen are retried, and all of them get done',
    happens: (stage) => {
      stage.retry(stormy);
      stage.complete(stormy);
    },
  },
  {
    caption: 'the job is over once more, this time with everything done',
  },
  { caption: 'all is told: nothing is new, so nobody is called and nothing is written' },
];
