import { setImmediate as nextTurn } from 'node:timers/promises';
import { alertKinds, kinds } from '../../functions/kinds/kinds.ts';
import type { Target } from '../../functions/mms/target.ts';
import { StateError, UnreadableError } from '../../functions/errors.ts';
import { tickTimeOf } from '../../functions/pipeline/deadlines.ts';
import {
  runPipeline,
  type PollMemory,
  type PollSettings,
} from '../../functions/pipeline/pipeline.ts';
import type { Log, MmsReader, StateStore } from '../../functions/ports.ts';
import { plainTrouble } from '../../functions/trouble.ts';
import type { MemoryMms } from '../../rehearsal/simulation/memory-mms.ts';
import type { Chance } from './chance.ts';
import type { Receiver } from './receiver.ts';
import type { Weather } from './weather.ts';

export type Outside = Readonly<{
  mms: MemoryMms;
  objects: Map<string, string>;
  receivers: readonly Receiver[];
  target: Target;
}>;

type Run = Readonly<{
  number: number;
  now: number;
  weather: Weather;
  overlaps: boolean;
  /** What the process knows beyond one invocation. */
  instance: PollMemory;
}>;

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const minute = 60_000;
/** As a deployment has it that sets nothing. */
const defaults = {
  digestEvery: 15 * minute,
  stallAfter: 120 * minute,
  remindAfter: 24 * 60 * minute,
} as const;

/**
 * Lets the calls of several invocations through one after another, in an order that chance makes.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** `at` is called when so many calls have passed; it may bring further invocations. */
  async run(first: Promise<unknown>, at: number, bring: () => Promise<unknown>): Promise<void> {
    let under = 1;
    const done = (): void => {
      under -= 1;
    };
    void first.then(done, done);
    let others: Promise<unknown> | undefined;
    for (let passed = 0; under > 0; passed += 1) {
      await nextTurn();
      if (passed >= at && others === undefined) {
        under += 1;
        others = bring().then(done, done);
      }
      this.#waiting.splice(this.#chance.below(this.#waiting.length), 1)[0]?.();
    }
  }
}

/** One invocation of the tick with the real codec, behind ports that behave as the weather says. */
export async function invoke(outside: Outside, run: Run, pass: () => Promise<void>): Promise<void> {
  const { number, now, weather, overlaps, instance } = run;
  let calls = 0;
  /** Whether the process still lives when it makes this call. */
  const lives = async (): Promise<boolean> => {
    calls += 1;
    await pass();
    return weather.diesAt === undefined || calls <= weather.diesAt;
  };
  const saved = new Set<string>();
  const channels = outside.receivers.map((receiver) =>
    receiver.channel({
      tick: number,
      now,
      overlaps,
      mood: weather[receiver.name],
      before: lives,
    }),
  );
  const settings: PollSettings = {
    targets: [outside.target],
    owner: undefined,
    alertOn: new Set(alertKinds),
    firstRun: 'baseline',
    ...defaults,
    dryRun: false,
  };
  const ports = {
    ...instance,
    stateMemory: Infinity,
    mms: readerOf(outside.mms, lives),
    store: storeOf(outside.objects, weather, lives, saved),
    channels,
    kinds,
    log: silent,
    clock: () => now,
    sleep: () => new Promise<void>(() => undefined),
  };
  await runPipeline(settings, ports, tickTimeOf(now, 50_000));
  for (const { name, heard } of outside.receivers) {
    for (const message of heard)
      if (message.tick === number && !saved.has(name)) message.excused = true;
  }
}

const dead = 'the process is dead';

const readerOf = (mms: MemoryMms, lives: () => Promise<boolean>): MmsReader => ({
  listTasks: async (target) => {
    if (await lives()) return mms.listTasks(target);
    const problems = [{ message: dead, trouble: plainTrouble(dead) }];
    return { target, tasks: [], complete: false, problems };
  },
  listJobs: async (source, until, timer) =>
    (await lives())
      ? mms.listJobs(source, until, timer)
      : { jobs: [], complete: false, problem: dead, notAllowed: false },
  readTaskLog: async (source, task, from) => {
    if (await lives()) return mms.readTaskLog(source, task, from);
    throw new UnreadableError(dead, { trouble: plainTrouble(dead) });
  },
  getDataSource: (source) => mms.getDataSource(source),
  listTimers: (source) => mms.listTimers(source),
  listTimerLogs: (source, timer) => mms.listTimerLogs(source, timer),
});

const storeOf = (
  objects: Map<string, string>,
  { saving }: Weather,
  lives: () => Promise<boolean>,
  saved: Set<string>,
): StateStore => ({
  locate: (name) => `oss://week/${name}.json`,
  load: async (name) => {
    if (!(await lives())) throw new StateError(dead);
    const text = objects.get(name);
    return text === undefined ? undefined : Buffer.from(text);
  },
  save: async (name, bytes) => {
    if (!(await lives()) || saving === 'fails') throw new StateError('not saved');
    objects.set(name, bytes.toString());
    saved.add(name);
    if (saving !== 'works') throw new StateError('no answer');
  },
});
