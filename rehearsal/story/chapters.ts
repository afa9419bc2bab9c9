import { countsDiffer, noPrivilege, outOfMemory, privilegeTrace, quotaExceeded, sourceTimedOut, unsupportedType } from './error-texts.ts';
import type { Stage } from './stage.ts';
import { crmTables, financeTables, type Table } from './tables.ts';

/** What happens before one tick, and how that tick has to end. */
export type Chapter = Readonly<{
  /** For a reader who has never heard of any of this. */
  caption: string;
  happens?: (stage: Stage) => void;
  /** The invocation rejects, and its message names this. */
  rejects?: string;
  /** Seconds that the platform grants the invocation; without it, those of s.yaml. */
  timeout?: number;
}>;

/** Tables with a part of their own; all others just get done. */
const parts = {
  geography: ['shipments', 'store_locations'],
  forbidden: ['orders_2024', 'customers', 'invoices'],
  mismatch: ['payments'],
  outage: ['contacts', 'leads', 'exchange_rates'],
  odd: ['journal_entries'],
  failedBefore: ['audit_log'],
} as const satisfies Record<string, readonly Table[]>;

const cast = new Set<Table>(Object.values(parts).flat());
const extras = [...financeTables, ...crmTables].filter((table) => !cast.has(table));
const history = { done: extras.slice(0, 12), failed: parts.failedBefore, running: extras.slice(12, 16) };
const everyFailed = [...parts.geography, 'invoices', ...parts.mismatch, ...parts.outage, ...parts.failedBefore] as const;
/** The function tries until its time is nearly over; who looks on shall not wait for that as long as FC would. */
const whileSlackIsDown = 4;

const wave = (from: number, to: number): readonly Table[] => extras.slice(from, to);

export const before = (stage: Stage): void => { stage.history(history); };

export const chapters: readonly Chapter[] = [
  { caption: 'the first tick: a channel gets one summary of what it watches, not its history' },
  {
    caption: 'work goes on',
    happens: (stage) => {
      stage.complete(wave(12, 15));
      stage.reach('DATA_DOING', wave(16, 20));
    },
  },
  {
    caption: 'two tables have a column of a type that MaxCompute does not know',
    happens: (stage) => { stage.fail('schema', parts.geography, (table) => unsupportedType(table === 'shipments' ? 'route' : 'position')); },
  },
  { caption: 'nothing happens, so nobody is told anything' },
  {
    caption: 'three tables fail for one reason, one of them with a long Java stack trace',
    happens: (stage) => {
      stage.fail('data', parts.forbidden, noPrivilege, { table: 'orders_2024', text: privilegeTrace('orders_2024') });
      stage.complete(wave(15, 16));
    },
  },
  {
    caption: 'the privilege is granted, the three are retried; completions are gathered',
    happens: (stage) => {
      stage.retry(parts.forbidden);
      stage.complete(wave(16, 20));
    },
  },
  {
    caption: 'the retry works for two; the third fails again, for another reason',
    happens: (stage) => {
      stage.complete(['orders_2024', 'customers']);
      stage.fail('data', ['invoices'], () => quotaExceeded);
    },
  },
  {
    caption: 'a table is copied, but MMS counts fewer rows in the copy: data may be lost',
    happens: (stage) => { stage.fail('verification', parts.mismatch, () => countsDiffer); },
  },
  {
    caption: 'Slack breaks down, two tables fail: the mail goes out, Slack is told later',
    rejects: 'slack',
    timeout: whileSlackIsDown,
    happens: (stage) => {
      stage.slackBreaks();
      stage.fail('data', ['contacts', 'leads'], () => sourceTimedOut);
    },
  },
  {
    caption: 'Slack is still down, one more table fails: the mail tells only what is new',
    rejects: 'slack',
    timeout: whileSlackIsDown,
    happens: (stage) => { stage.fail('data', ['exchange_rates'], () => outOfMemory); },
  },
  {
    caption: 'Slack is back and is told all three at once; no mail, since that was told',
    happens: (stage) => { stage.slackHeals(); },
  },
  {
    caption: 'a status that no documentation names: told once, not taken for harmless',
    happens: (stage) => { stage.enterUnknown('DATA_MERGE_PENDING', 'journal_entries'); },
  },
  {
    caption: 'the causes are mended, and everything that failed is retried',
    happens: (stage) => { stage.retry(everyFailed); },
  },
  {
    caption: 'all of it works; audit_log is just done, since its failure was never told',
    happens: (stage) => { stage.complete(everyFailed); },
  },
  {
    caption: 'all that is left gets done, and is told when the interval is over',
    happens: (stage) => { stage.complete(stage.unfinished); },
  },
];
