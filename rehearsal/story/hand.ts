import { answer, mmsRefusal, throttled, type AnyFault, type FaultHook } from '../world/fault.ts';
import type { MigrationTask } from '../world/migration-records.ts';
import type { World } from '../world/world.ts';
import type { Emit, Place } from './events.ts';

type Trouble = Readonly<{
  where: Place;
  word: string;
  detail: string;
  fault: FaultHook<AnyFault>;
}>;

const unavailable = (): AnyFault =>
  answer(503, 'upstream connect error or disconnect/reset before headers');

export const troubles = {
  slackDown: {
    where: 'Slack',
    word: 'down',
    detail: 'every request is answered with 503',
    fault: unavailable,
  },
  /** Which only the mail can tell. */
  slackArchived: {
    where: 'Slack',
    word: 'archived',
    detail: 'every request is answered with 410, channel_is_archived',
    fault: () => answer(410, 'channel_is_archived'),
  },
  smtpDown: {
    where: 'SMTP',
    word: 'down',
    detail: 'every connection is greeted with 421',
    fault: ({ operation }) =>
      operation === 'greeting' ? answer(421, '4.3.2 Service not available') : undefined,
  },
  ossDown: {
    where: 'OSS',
    word: 'down',
    detail: 'every request is answered with 503, so no state can be read or saved',
    fault: unavailable,
  },
  mmsForbidden: {
    where: 'MMS',
    word: 'forbidden',
    detail: 'every request is answered with 403, NoPermission',
    fault: () => mmsRefusal(403, 'NoPermission', 'You are not authorized to do this operation.'),
  },
  /** Of three requests one is let through, so that patience gets there. */
  mmsThrottled: {
    where: 'MMS',
    word: 'throttled',
    detail: 'two of three requests are refused with Throttling.User',
    fault: ({ ordinal }) => (ordinal % 3 === 0 ? undefined : throttled),
  },
} as const satisfies Record<string, Trouble>;

/** Changes the world, and says what happens. */
export class Hand {
  protected readonly world: World;
  readonly #emit: Emit;

  constructor(world: World, emit: Emit) {
    this.world = world;
    this.#emit = emit;
  }

  isInTrouble(where: Place): boolean {
    return this.#serverOf(where).fault !== undefined;
  }

  breaks(trouble: Trouble): void {
    this.#serverOf(trouble.where).fault = trouble.fault;
    this.happened(trouble.where, trouble.word, trouble.detail);
  }

  mends(where: Place): void {
    this.#serverOf(where).fault = undefined;
    this.happened(where, 'up', where === 'Slack' ? 'takes messages again' : 'answers again');
  }

  protected happened(where: Place, word: string, detail: string): void {
    this.#emit({ kind: 'happened', where, word, what: [], detail });
  }

  protected happenedTo(tasks: readonly MigrationTask[], word: string): void {
    const what = tasks.map(({ srcTableName }) => srcTableName);
    if (what.length > 0) this.#emit({ kind: 'happened', where: 'MMS', word, what, detail: '' });
  }

  #serverOf(where: Place): World['mms' | 'oss' | 'slack' | 'mail'] {
    const { slack, mail, oss, mms } = this.world;
    return { Slack: slack, SMTP: mail, OSS: oss, MMS: mms }[where];
  }
}
