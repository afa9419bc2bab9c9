import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertKind } from '../../functions/kinds/kinds.ts';
import type { Channel, MmsReader, StateStore } from '../../functions/ports.ts';
import type { MigrationTask } from '../../rehearsal/world/migration-records.ts';
import { id } from '../support/builders.ts';
import { refused } from '../support/fake-channel.ts';
import { Watch } from '../support/watch.ts';

/** Where the first invocation stands still while another one comes and goes. */
type Pause =
  | 'before it lists'
  | 'before it reads a log'
  | 'before it delivers'
  | 'before it looks at the state again'
  | 'at the moment of its save';
const pauses: readonly Pause[] = [
  'before it lists',
  'before it reads a log',
  'before it delivers',
  'before it looks at the state again',
];

let watch: Watch;
let orders: MigrationTask;
let customers: MigrationTask;
let invoices: MigrationTask;

beforeEach(async () => {
  watch = new Watch();
  [orders, customers, invoices] = [
    watch.migration.addTask(watch.job, 'orders'),
    watch.migration.addTask(watch.job, 'customers'),
    watch.migration.addTask(watch.job, 'invoices'),
  ];
  for (const task of [orders, customers, invoices]) watch.migration.start(task);
  await watch.tick();
});

/** A tick that stands still once, at this place, until `meanwhile` is over. */
async function tickWith(pause: Pause, meanwhile: () => Promise<void>): Promise<void> {
  let paused = false;
  const loaded = new Set<string>();
  const at = async (place: Pause): Promise<void> => {
    if (place !== pause || paused) return;
    paused = true;
    await meanwhile();
  };
  const { mms: answers } = watch;
  const mms: MmsReader = {
    listTasks: async (target) => {
      await at('before it lists');
      return answers.listTasks(target);
    },
    listJobs: (source, until, timer) => answers.listJobs(source, until, timer),
    readTaskLog: async (source, task, from) => {
      await at('before it reads a log');
      return answers.readTaskLog(source, task, from);
    },
    getDataSource: (source) => answers.getDataSource(source),
    listTimers: (source) => answers.listTimers(source),
    listTimerLogs: (source, timer) => answers.listTimerLogs(source, timer),
  };
  const store: StateStore = {
    locate: (name) => watch.store.locate(name),
    load: async (name) => {
      if (loaded.has(name)) await at('before it looks at the state again');
      loaded.add(name);
      return watch.store.load(name);
    },
    save: async (name, bytes) => {
      await at('at the moment of its save');
      await watch.store.save(name, bytes);
    },
  };
  const channels: readonly Channel[] = watch.channels.map((channel) => ({
    name: channel.name,
    compose: async (notification) =>
      (await channel.compose(notification)).map((message) => ({
        ...message,
        deliver: async (until) => {
          await at('before it delivers');
          return message.deliver(until);
        },
      })),
  }));
  await watch.tickBeside({ mms, store, channels });
}

const cursorOf = (task: MigrationTask): string | undefined => {
  const tasks = watch.stateOf('slack').tasks.get(id(task.job.source.id));
  return tasks?.get(id(task.id))?.log?.after;
};

const timesTold = (task: MigrationTask): number =>
  watch.slack.ofKind('failed').filter((alert) => alert.task.id === task.id).length;

describe.each(pauses)('an invocation that another one overtakes %s', (pause) => {
  it('tells what both have seen twice at most, and never again', async () => {
    watch.migration.dataFails(orders);
    await tickWith(pause, async () => {
      await watch.tick();
    });
    await watch.tick();
    await watch.tick();
    expect([1, 2]).toContain(timesTold(orders));
  });

  it('does not forget what the other has told', async () => {
    watch.migration.dataFails(orders);
    await tickWith(pause, async () => {
      watch.migration.dataFails(customers);
      await watch.tick();
    });
    const told = timesTold(customers);
    expect([1, 2]).toContain(told);
    await watch.tick();
    await watch.tick();
    expect(timesTold(customers)).toBe(told);
    expect([1, 2]).toContain(timesTold(orders));
  });

  it('does not lose what the other owes, though MMS has forgotten it meanwhile', async () => {
    watch.migration.dataFails(orders);
    await tickWith(pause, async () => {
      watch.migration.dataFails(customers);
      watch.slack.answer = () => refused;
      await watch.tick();
      watch.slack.answer = () => ({ kind: 'accepted' });
      watch.migration.remove(customers);
    });
    await watch.tick();
    expect(timesTold(customers)).toBe(1);
  });

  it('does not lose what it owes itself', async () => {
    watch.migration.dataFails(orders);
    watch.slack.answer = () => refused;
    await tickWith(pause, async () => {
      watch.migration.dataFails(customers);
      await watch.tick();
    });
    watch.migration.remove(orders);
    watch.migration.remove(customers);
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    await watch.tick();
    expect([timesTold(orders), timesTold(customers)]).toEqual([1, 1]);
    expect(watch.slack.ofKind('failed').map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('moves no cursor back', async () => {
    watch.migration.dataFails(orders);
    await tickWith(pause, async () => {
      watch.migration.dataFails(customers);
      watch.migration.completes(invoices);
      await watch.tick();
    });
    for (const task of [orders, customers, invoices])
      expect(cursorOf(task)).toBe(task.rows.at(-1)?.id);
  });
});

const hour = 60 * 60_000;

/** News that the next tick notices, of which no log row may speak. */
const news: readonly (readonly [string, AlertKind, () => Promise<void>])[] = [
  [
    'a stall of a task',
    'stalled',
    () => {
      watch.settings = { ...watch.settings, stallAfter: 2 * hour };
      for (const task of [customers, invoices]) watch.migration.completes(task);
      watch.now += 2 * hour;
      return Promise.resolve();
    },
  ],
  [
    'a stall of a job',
    'stalled',
    async () => {
      watch.settings = { ...watch.settings, stallAfter: 2 * hour };
      watch.migration.addTask(watch.job, 'waiting');
      for (const task of [orders, customers, invoices]) watch.migration.completes(task);
      await watch.ticks(2);
      watch.now += 2 * hour;
    },
  ],
  [
    'a first reminder',
    'reminder',
    async () => {
      watch.migration.dataFails(orders);
      await watch.tick();
      watch.settings = { ...watch.settings, remindAfter: 24 * hour };
      watch.now += 24 * hour;
    },
  ],
  [
    'a further reminder',
    'reminder',
    async () => {
      watch.migration.dataFails(orders);
      await watch.tick();
      watch.settings = { ...watch.settings, remindAfter: 24 * hour };
      for (let day = 0; day < 2; day += 1) {
        watch.now += day * 25 * hour;
        await watch.tick();
      }
      watch.slack.messages.length = 0;
      watch.now += 48 * hour;
    },
  ],
  [
    'an undocumented status that no row shows',
    'unknown',
    () => {
      watch.migration.enters(orders, 'ON_HOLD', 'no row');
      return Promise.resolve();
    },
  ],
  [
    'another error of a source',
    'source',
    async () => {
      watch.migration.changeSource(watch.job.source, { errMsg: 'metastore is down' });
      await watch.ticks(12);
      watch.slack.messages.length = 0;
      watch.migration.changeSource(watch.job.source, { errMsg: 'the password has expired' });
      // A new instance looks at the source in its own minute.
      watch.now += 20 * 60_000;
      while ((watch.now / 60_000) % 10 !== Number(watch.job.source.id) % 10) watch.now += 60_000;
    },
  ],
  [
    'a source that still cannot be read',
    'blind',
    async () => {
      watch.mms.moods = { targetUnreadable: () => true };
      await watch.ticks(3);
      watch.slack.messages.length = 0;
      watch.now += hour;
    },
  ],
  [
    'a failure that only the status shows',
    'failed',
    async () => {
      watch.migration.enters(orders, 'DATA_FAILED', 'no row');
      await watch.tick();
    },
  ],
];

describe.each(news)('%s, which two invocations notice', (_, kind, happens) => {
  beforeEach(async () => {
    watch.settings = { ...watch.settings, alertOn: new Set([kind]) };
    await happens();
  });

  it.each([
    ['is owed where neither could tell it', false, false, 1],
    ['is owed no more where the first could tell it', true, false, 1],
    ['is owed no more where the second could tell it', false, true, 1],
    ['is told by each, and not again', true, true, 2],
  ])('%s', async (_, firstTells, secondTells, times) => {
    const reached = (isReached: boolean): void => {
      watch.slack.answer = () => (isReached ? { kind: 'accepted' } : refused);
    };
    reached(firstTells);
    await tickWith('before it looks at the state again', async () => {
      reached(secondTells);
      await watch.tick();
    });
    reached(true);
    await watch.ticks(3);
    expect(watch.slack.ofKind(kind)).toHaveLength(times);
  });
});

describe('the moment between the last look at the state and its save, which OSS cannot close', () => {
  const overtaken = async (): Promise<void> => {
    watch.migration.dataFails(orders);
    await tickWith('at the moment of its save', async () => {
      watch.migration.dataFails(customers);
      await watch.tick();
    });
  };

  it('moves the cursor back, so that what the other told is told again', async () => {
    await overtaken();
    expect(cursorOf(customers)).not.toBe(customers.rows.at(-1)?.id);
    await watch.tick();
    await watch.tick();
    expect([timesTold(orders), timesTold(customers)]).toEqual([2, 2]);
  });

  it('loses nothing that MMS still has', async () => {
    watch.slack.answer = () => refused;
    await overtaken();
    watch.slack.answer = () => ({ kind: 'accepted' });
    await watch.tick();
    expect([timesTold(orders), timesTold(customers)]).toEqual([1, 1]);
  });
});

describe('an object', () => {
  it('that was deleted while a tick ran is not written anew: somebody wants the channel to start again', async () => {
    watch.migration.dataFails(orders);
    await tickWith('before it delivers', () => {
      watch.store.objects.delete('slack');
      return Promise.resolve();
    });
    expect([...watch.store.objects.keys()]).toEqual(['email']);
    await watch.tick();
    expect(watch.slack.ofKind('baseline')).toHaveLength(2);
  });

  it('that cannot be read any more is not overwritten', async () => {
    watch.migration.dataFails(orders);
    await tickWith('before it delivers', () => {
      watch.store.objects.set('slack', '{"version":99}');
      return Promise.resolve();
    });
    expect(watch.store.objects.get('slack')).toBe('{"version":99}');
  });

  it('that cannot be looked at again is saved all the same', async () => {
    watch.migration.dataFails(orders);
    await tickWith('before it delivers', () => {
      watch.store.unreadable.add('slack');
      return Promise.resolve();
    });
    watch.store.unreadable.clear();
    await watch.tick();
    expect(timesTold(orders)).toBe(1);
  });
});
