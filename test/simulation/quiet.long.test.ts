import { afterAll, describe, expect, it } from 'vitest';
import { failuresIn } from '../../functions/kinds/failed.ts';
import { kinds, type AlertKind } from '../../functions/kinds/kinds.ts';
import { kindOf } from '../../functions/notification/kind.ts';
import { Simulation, tables, waiting } from '../../rehearsal/simulation/simulation.ts';
import {
  aDayOfTrouble,
  aHealthyDay,
  leak,
  recoverOneByOne,
  stayFailed,
} from '../../rehearsal/simulation/situations.ts';
import { expectTold } from '../channels/golden.ts';

type Count = (simulation: Simulation) => number;

/** After the first look, which says what is watched. */
const messages: Count = ({ chat }) => chat.accepted.length - 1;

const messagesWith =
  (wanted: AlertKind): Count =>
  ({ chat }) =>
    chat.accepted.filter(({ notification: { alerts } }) =>
      alerts.some(({ kind }) => kind === wanted),
    ).length;

/** What the contract promises under "When it is told". */
const promised: readonly Readonly<{
  what: string;
  most: number;
  play: (simulation: Simulation) => Promise<void>;
  count: Count;
  /** The same situation is held against what it is to read like. */
  situation?: string;
}>[] = [
  {
    what: 'a day of ten causes, 162 failures and 38 recoveries',
    most: 40,
    play: aDayOfTrouble,
    count: messages,
    situation: 'day',
  },
  {
    what: 'a healthy day of 5,000 completions',
    most: 12,
    play: aHealthyDay,
    count: messages,
    situation: 'healthy',
  },
  {
    what: 'a failure of one cause every three minutes for two hours',
    most: 5,
    play: async (simulation) => {
      const job = simulation.job('nightly_full', tables('orders', 600));
      for (const task of waiting(job, 100)) simulation.migration.completes(task);
      await simulation.look();
      await leak(simulation, job);
    },
    // Nobody goes on with the rest of the job, which is told as a stall two hours later.
    count: messagesWith('failed'),
  },
  {
    what: 'sixty tables retried, one recovering a minute',
    most: 4,
    play: recoverOneByOne,
    count: messagesWith('recovered'),
  },
  {
    what: '30 tables that stay failed for a week (reminders)',
    most: 4,
    play: stayFailed,
    count: messagesWith('reminder'),
    situation: 'stays-failed',
  },
];

/** Failed attempts that stand in a message that was accepted. */
const failuresTold = ({ chat }: Simulation): number =>
  chat.accepted
    .flatMap(({ notification: { alerts }, keys }) =>
      failuresIn(alerts).filter((alert) => keys.includes(kindOf(kinds, alert).key(alert))),
    )
    .reduce((sum, { attempts }) => sum + attempts, 0);

const failuresThatHappened = ({ migration }: Simulation): number =>
  migration.sources
    .flatMap(({ tasks }) => tasks.flatMap(({ rows }) => rows))
    .filter(({ status = '' }) => status.endsWith('_FAILED')).length;

describe('a channel that people go on reading', () => {
  const counted: string[] = [];

  it.each(promised)(
    'hears little of $what',
    { timeout: 600_000 },
    async ({ what, most, play, count, situation }) => {
      const simulation = new Simulation();
      await play(simulation);
      if (situation !== undefined) await expectTold(situation, simulation);
      await simulation.minutes(5 * 60);
      const found = count(simulation);
      counted.push(`${String(found).padStart(4)} of at most ${String(most).padStart(2)}  ${what}`);
      expect(found).toBeLessThanOrEqual(most);
      expect(failuresTold(simulation)).toBe(failuresThatHappened(simulation));
    },
  );

  afterAll(() => {
    console.log(['', 'Messages a channel, with defaults:', ...counted, ''].join('\n'));
  });
});
