import type { Chance } from './chance.ts';
import type { Moods } from '../../rehearsal/simulation/memory-mms.ts';
import type { Mood } from './receiver.ts';

export type Saving = 'works' | 'fails' | 'is applied without an answer';

/** What goes wrong in one tick. */
export type Weather = Readonly<{
  mms: Moods;
  slack: Mood;
  email: Mood;
  saving: Saving;
  /** The process dies before this call of its ports. */
  diesAt: number | undefined;
  /** Somebody presses "invoke" when this many calls were made. */
  overlapsAt: number | undefined;
}>;

export const fair: Weather = {
  mms: {},
  slack: 'well',
  email: 'well',
  saving: 'works',
  diesAt: undefined,
  overlapsAt: undefined,
};

/** Nothing was read badly or forgotten in this tick, whatever became of the channels. */
export const isRemembered = ({ mms, saving, diesAt, overlapsAt }: Weather): boolean =>
  Object.keys(mms).length === 0 &&
  saving !== 'fails' &&
  diesAt === undefined &&
  overlapsAt === undefined;

/** Weather of a week: outages that last, and faults that strike once. */
export class Forecast {
  readonly #chance: Chance;
  readonly #outages = { slack: 0, email: 0, mms: 0 };
  #before = fair;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  next(): Weather {
    const chance = this.#chance;
    if (chance.happens(0.008)) this.#outages.slack = chance.between(1, 60);
    if (chance.happens(0.008)) this.#outages.email = chance.between(1, 60);
    if (chance.happens(0.005)) this.#outages.mms = chance.between(1, 4);
    for (const name of ['slack', 'email', 'mms'] as const)
      this.#outages[name] = Math.max(0, this.#outages[name] - 1);
    const weather: Weather = {
      // A log that is unreadable twice running is told by the status alone, which is another story.
      mms: isRemembered(this.#before) ? this.#moods() : {},
      slack: this.#mood('slack'),
      email: this.#mood('email'),
      saving: savingBy(chance),
      diesAt: chance.happens(0.02) ? chance.below(40) : undefined,
      overlapsAt: undefined,
    };
    this.#before = chance.happens(0.02)
      ? { ...weather, diesAt: undefined, overlapsAt: chance.below(30) }
      : weather;
    return this.#before;
  }

  #mood(name: 'slack' | 'email'): Mood {
    if (this.#outages[name] > 0) return this.#chance.happens(0.2) ? 'asks to wait' : 'down';
    return this.#chance.happens(0.01) ? 'loses its answer' : 'well';
  }

  #moods(): Moods {
    const chance = this.#chance;
    if (this.#outages.mms > 0) return { targetUnreadable: () => true, jobsForbidden: true };
    const [unreadable, lost] = [chance.below(40), chance.below(50)];
    return {
      ...(chance.happens(0.1)
        ? { logUnreadable: (task: string) => Number(task) % 40 === unreadable }
        : {}),
      ...(chance.happens(0.05)
        ? { leavesOut: (task: string) => Math.floor(Number(task) / 100) % 50 === lost }
        : {}),
      ...(chance.happens(0.01) ? { jobsForbidden: true } : {}),
    };
  }
}

function savingBy(chance: Chance): Weather['saving'] {
  if (chance.happens(0.02)) return 'fails';
  return chance.happens(0.01) ? 'is applied without an answer' : 'works';
}
