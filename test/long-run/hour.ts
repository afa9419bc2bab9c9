import { FunctionInstance } from '../../rehearsal/story/function-instance.ts';
import { ExpectedAlerts } from '../../rehearsal/world/expected-alerts.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { readMail, readSlackMessage } from '../../rehearsal/world/reading.ts';
import { judge, type Delivered } from '../../rehearsal/world/verdict.ts';
import { World } from '../../rehearsal/world/world.ts';
import { Chance } from './chance.ts';
import { bring } from './hour-trouble.ts';
import type { Report } from './report.ts';
import { ofTasks } from './verdict.ts';
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
  const expected = new ExpectedAlerts(world.migration, ['2000015'], causeOf);
  const work = new Work({ migration: world.migration, clock, chance, options });
  const forecast = new Forecast(chance);
  const environment = { ...world.environment('2000015'), ...onlyTasksAtOnce };
  const started = (): Promise<FunctionInstance> => FunctionInstance.start(bundle, environment);
  const heard: Readonly<{ slack: Delivered[]; email: Delivered[] }> = { slack: [], email: [] };
  const another = await started();
  let instance = await started();

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
    const look = expected.looks + 1;
    for (const message of world.slack.messages.slice(messages)) {
      const isExcused = excused || weather.slack === 'loses its answer';
      heard.slack.push({ ...readSlackMessage(message), look, excused: isExcused });
    }
    for (const mail of world.mail.mails.slice(mails)) {
      const isExcused = excused || weather.email === 'loses its answer';
      heard.email.push({ ...readMail(mail), look, excused: isExcused });
    }
    expected.looked();
    if (isRemembered(weather)) work.readUntil = number;
  };

  try {
    await tick(0, fair);
    // The baseline names tasks whose failure is history.
    for (const messages of [heard.slack, heard.email]) messages.length = 0;
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
  } finally {
    await Promise.all([instance.close(), another.close()]);
    await world.close();
  }
  const events = ofTasks(expected);
  const failures = events.filter(({ kind }) => kind === 'failed').length;
  const all = [...heard.slack, ...heard.email];
  return {
    seed,
    complaints: [
      ...judge('slack', events, heard.slack).complaints,
      ...judge('email', events, heard.email).complaints,
    ],
    ticks: options.ticks,
    tasks: work.source.tasks.length,
    failures,
    completions: events.length - failures,
    messages: all.length,
    excused: all.filter(({ excused }) => excused).length,
    seconds: (performance.now() - began) / 1000,
  };
}

/** A failure of this phase has one cause in this hour. */
const causeOf = ({ status }: MigrationTask): string => status;
