import { afterAll, describe, expect, it } from 'vitest';
import { failuresIn } from '../../functions/kinds/failed.ts';
import { kinds, type AlertKind } from '../../functions/kinds/kinds.ts';
import { kindOf } from '../../functions/notification/kind.ts';
import { Simulation } from '../../rehearsal/simulation/simulation.ts';
import { situations } from '../../rehearsal/simulation/situations.ts';
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
  situation: string;
  most: number;
  count: Count;
  /** It is held against what it is to read like here, since it takes long to play. */
  isRead?: boolean;
}>[] = [
  { situation: 'day', most: 40, count: messages, isRead: true },
  { situation: 'healthy', most: 12, count: messages, isRead: true },
  // Nobody goes on with the rest of the job, which is told as a stall two hours later.
  { situation: 'leak', most: 5, count: messagesWith('failed') },
  { situation: 'recoveries', most: 4, count: messagesWith('recovered') },
  { situation: 'stays-failed', most: 4, count: messagesWith('reminder'), isRead: true },
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
    'hears little in the situation "$situation"',
    { timeout: 600_000 },
    async ({ situation, most, count, isRead = false }) => {
      const simulation = new Simulation();
      const { title = '', play } = situations[situation] ?? {};
      await play?.(simulation);
      if (isRead) await expectTold(situation, simulation);
      await simulation.minutes(5 * 60);
      const found = count(simulation);
      counted.push(`${String(found).padStart(4)} of at most ${String(most).padStart(2)}  ${title}`);
      expect(found).toBeLessThanOrEqual(most);
      expect(failuresTold(simulation)).toBe(failuresThatHappened(simulation));
    },
  );

  afterAll(() => {
    console.log(['', 'Messages a channel, with defaults:', ...counted, ''].join('\n'));
  });
});
