import { FunctionInstance } from '../../rehearsal/story/function-instance.ts';
import { World } from '../../rehearsal/world/world.ts';
import { Chance } from './chance.ts';
import { complaintsOf, mailLines, readLines, slackLines, type Read } from './hour-heard.ts';
import { bring } from './hour-trouble.ts';
import type { Report } from './report.ts';
import { fair, Forecast, isRemembered, type Weather } from './weather.ts';
import { Work, type WorkOptions } from './work.ts';
import { onlyTasksAtOnce } from '../support/watch.ts';

export const oneHour: WorkOptions = {
  tasks: 400,
  tasksInJob: 20,
  workers: 40,
  ticks: 60,
  tickMs: 60_000,
  ticksANight: 60,
};
const calmTicks = 4;
const timeoutSeconds = 20;

/**
 * One hour of the deployed bundle in a process of its own, on loopback; MMS lives in the hour's
 * time, the bundle in the machine's.
 */
export async function playHour(seed: number, bundle: string, options = oneHour): Promise<Report> {
  const began = performance.now();
  const chance = new Chance(seed);
  const clock = { now: Date.now() - options.ticks * options.tickMs };
  const world = await World.start({
    now: () => clock.now,
    migration: { firstLogId: 9_999_999_999_999_000n },
  });
  const work = new Work({ migration: world.migration, clock, chance, options });
  const forecast = new Forecast(chance);
  const environment = { ...world.environment('2000015'), ...onlyTasksAtOnce };
  const started = (): Promise<FunctionInstance> => FunctionInstance.start(bundle, environment);
  const read: Readonly<{ slack: Read[]; email: Read[] }> = { slack: [], email: [] };
  const another = await started();
  let instance = await started();
  const complaints: string[] = [];

  const tick = async (number: number, weather: Weather): Promise<void> => {
    let beside: Promise<unknown> = Promise.resolve();
    const invoke = (one: FunctionInstance): Promise<unknown> =>
      one.invoke('{}', world.context(timeoutSeconds)).catch(() => undefined);
    bring(world, weather, {
      betweenListingAndLogs: () => {
        if (chance.happens(0.3) && weather !== fair) work.passBriefly();
      },
      dies: () => {
        void instance.close();
      },
      overlaps: () => {
        beside = invoke(another);
      },
    });
    const [messages, mails] = [world.slack.messages.length, world.mail.mails.length];
    await invoke(instance);
    await beside;
    if (weather.diesAt !== undefined) {
      await instance.close();
      instance = await started();
    }
    const excused =
      weather.saving === 'fails' ||
      weather.diesAt !== undefined ||
      weather.overlapsAt !== undefined;
    read.slack.push(
      ...world.slack.messages
        .slice(messages)
        .map((one) =>
          readLines(slackLines(one), number, excused || weather.slack === 'loses its answer'),
        ),
    );
    read.email.push(
      ...world.mail.mails
        .slice(mails)
        .map((one) =>
          readLines(mailLines(one), number, excused || weather.email === 'loses its answer'),
        ),
    );
    if (isRemembered(weather)) work.readUntil = number;
  };

  try {
    await tick(0, fair);
    // The baseline names tasks whose failure is history.
    for (const messages of [read.slack, read.email]) messages.length = 0;
    for (let number = 1; number <= options.ticks; number += 1) {
      work.pass(number);
      if (number % 10 === 0)
        world.rotateCredentials({
          accessKeyId: `STS.Hour${number}`,
          accessKeySecret: `secret-${number}`,
          securityToken: `token-${number}`,
        });
      await tick(number, forecast.next());
    }
    work.allReturn();
    for (let calm = 1; calm <= calmTicks; calm += 1) {
      clock.now += options.tickMs;
      await tick(options.ticks + calm, fair);
    }
    complaints.push(
      ...complaintsOf('slack', work.ledger, read.slack),
      ...complaintsOf('email', work.ledger, read.email),
    );
  } finally {
    await Promise.all([instance.close(), another.close()]);
    await world.close();
  }
  const heard = [...read.slack, ...read.email];
  const count = (what: 'failed' | 'done'): number =>
    work.ledger.events.filter((event) => event.what === what).length;
  return {
    seed,
    complaints,
    ticks: options.ticks,
    tasks: work.source.tasks.length,
    failures: count('failed'),
    completions: count('done'),
    messages: heard.length,
    excused: heard.filter(({ excused }) => excused).length,
    seconds: (performance.now() - began) / 1000,
  };
}
