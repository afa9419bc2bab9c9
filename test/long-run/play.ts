import { newPollMemory } from '../../functions/pipeline/pipeline.ts';
import { Explainer } from '../../functions/pipeline/explain.ts';
import { MemoryMms } from '../../rehearsal/simulation/memory-mms.ts';
import { ExpectedAlerts } from '../../rehearsal/world/expected-alerts.ts';
import { Migration } from '../../rehearsal/world/migration.ts';
import { id } from '../support/builders.ts';
import { Chance } from './chance.ts';
import { invoke, Turnstile, type Outside } from './invocation.ts';
import { Receiver } from './receiver.ts';
import type { Report } from './report.ts';
import { complaintsAbout, ofTasks } from './verdict.ts';
import { fair, Forecast, isRemembered, type Weather } from './weather.ts';
import { Work, type WorkOptions } from './work.ts';

const minute = 60_000;
/** 5,000 tasks in five-minute ticks. */
export const wholeWeek: WorkOptions = {
  tasks: 5000,
  tasksInJob: 100,
  workers: 60,
  ticks: 7 * 24 * 12,
  tickMs: 5 * minute,
  ticksANight: 12 * 12,
};
/** A third of it, in steps of ten minutes: for every run of the tests. */
export const smallWeek: WorkOptions = {
  tasks: 1500,
  tasksInJob: 50,
  workers: 40,
  ticks: 7 * 24 * 6,
  tickMs: 10 * minute,
  ticksANight: 12 * 6,
};
export const oneDay: WorkOptions = { ...smallWeek, tasks: 400, tasksInJob: 40, ticks: 24 * 6 };
const calmTicks = 8;

/** Plays the week that this seed makes, and holds what each channel heard against what happened. */
export async function playWeek(seed: number, options: WorkOptions = wholeWeek): Promise<Report> {
  const began = performance.now();
  const chance = new Chance(seed);
  const clock = { now: Date.parse('2026-11-23T00:00:00Z') };
  // The log ids of a week grow by a digit beyond 2^53.
  const migration = new Migration(() => clock.now, { firstLogId: 9_999_999_999_998_000n });
  const expected = new ExpectedAlerts(migration, ['2000015']);
  const work = new Work({ migration, clock, chance, options });
  const forecast = new Forecast(chance);
  const outside: Outside = {
    mms: new MemoryMms(migration),
    objects: new Map(),
    receivers: [new Receiver('slack'), new Receiver('email')],
    target: { kind: 'source', sourceId: id('2000015') },
  };
  let instance = newPollMemory();

  const tick = async (number: number, weather: Weather): Promise<void> => {
    const betweenListingAndLogs =
      chance.happens(0.2) && weather !== fair
        ? () => {
            work.passBriefly();
          }
        : () => undefined;
    outside.mms.moods = { ...weather.mms, betweenListingAndLogs };
    const run = {
      number,
      now: clock.now,
      weather,
      instance,
      overlaps: weather.overlapsAt !== undefined,
    };
    if (weather.overlapsAt === undefined) await invoke(outside, run, () => Promise.resolve());
    else {
      const turnstile = new Turnstile(chance);
      const pass = (): Promise<void> => turnstile.pass();
      const other = {
        ...run,
        weather: { ...weather, saving: 'works' as const },
        instance: newPollMemory(),
      };
      await turnstile.run(invoke(outside, run, pass), weather.overlapsAt, () => {
        work.passBriefly();
        return invoke(outside, other, pass);
      });
    }
    expected.looked();
    // An instance lives for a while, and one that dies takes what it knows along.
    if (weather.diesAt !== undefined || chance.happens(0.02)) instance = newPollMemory();
    if (isRemembered(weather)) work.readUntil = number;
  };

  // What is loaded late takes the machine's time, and the order of things must be the seed's alone.
  await new Explainer().prepare();
  await tick(0, fair);
  for (let number = 1; number <= options.ticks; number += 1) {
    work.pass(number);
    await tick(number, forecast.next());
  }
  work.allReturn();
  for (let calm = 1; calm <= calmTicks; calm += 1) {
    clock.now += options.tickMs;
    await tick(options.ticks + calm, fair);
  }
  // What is gathered is told within the hour.
  clock.now += 60 * 60_000;
  await tick(options.ticks + calmTicks + 1, fair);
  const events = ofTasks(expected);
  const failures = events.filter(({ kind }) => kind === 'failed').length;
  const heard = outside.receivers.flatMap((receiver) => receiver.heard);
  return {
    seed,
    ticks: options.ticks,
    tasks: work.source.tasks.length,
    failures,
    completions: events.length - failures,
    messages: heard.length,
    excused: heard.filter(({ excused }) => excused).length,
    complaints: complaintsAbout(expected, outside),
    seconds: (performance.now() - began) / 1000,
  };
}
