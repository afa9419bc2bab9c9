import { mmsTime, type MigrationJob, type MigrationTask } from '../world/migration-records.ts';
import {
  accessDenied,
  noPrivilege,
  outOfMemory,
  privilegeTrace,
  quotaExceeded,
  tooManyPartitions,
  unsupportedType,
} from '../story/error-texts.ts';
import { remedyFor, type Failure } from '../../functions/mms-client/failure.ts';
import type { DeliveryResult } from '../../functions/ports.ts';
import { quote } from '../../functions/runtime/service-answer.ts';
import type { Trouble } from '../../functions/trouble.ts';
import { minute, type Simulation } from './simulation.ts';

/** Something that engineers on duty meet, played to the end. */
export type Situation = Readonly<{
  title: string;
  play: (simulation: Simulation) => Promise<void>;
}>;

const metastoreDown =
  'java.net.ConnectException: Call From mma-worker-3/10.0.4.17 to hive-metastore-01:9083 failed on connection exception: java.net.ConnectException: Connection refused';

/** `orders_0001`, `orders_0002`, … */
const tables = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}_${String(index + 1).padStart(4, '0')}`);

const waiting = ({ tasks }: MigrationJob, count: number): readonly MigrationTask[] => {
  const found: MigrationTask[] = [];
  for (const task of tasks) {
    if (found.length === count) break;
    if (task.status === 'INIT' && !task.running) found.push(task);
  }
  return found;
};

type Fail = (simulation: Simulation, task: MigrationTask) => void;

const failure =
  (phase: 'schema' | 'data' | 'verification', reason: string | ((table: string) => string)): Fail =>
  ({ migration }, task) => {
    const message = typeof reason === 'string' ? reason : reason(task.srcTableName);
    migration[`${phase}Fails`](task, { message });
  };

const forbidden = failure('data', noPrivilege);
const tooLarge = failure('data', outOfMemory);
const denied = failure('data', accessDenied);
const causes = [
  forbidden,
  failure('data', metastoreDown),
  failure('data', quotaExceeded),
  failure('schema', unsupportedType('route')),
  tooLarge,
] as const;

const countsOf = (source: number, destination: number): string =>
  `verification failed, source count: ${source}, destination count: ${destination}`;

/** They get done, having run for some minutes. */
function complete({ migration, now }: Simulation, tasks: readonly MigrationTask[]): void {
  for (const task of tasks) {
    migration.start(task);
    const took = (3 + (Number(task.id) % 17)) * minute;
    migration.change(task, { startTime: mmsTime(now - took) });
    migration.completes(task);
  }
}

/** They fail, for these causes in turn. */
function fail(
  simulation: Simulation,
  tasks: readonly MigrationTask[],
  inTurn: readonly Fail[] = causes,
): void {
  for (const [index, task] of tasks.entries()) inTurn[index % inTurn.length]?.(simulation, task);
}

/** A job of which so many tasks have ended. */
function nightly(
  simulation: Simulation,
  names: readonly string[],
  done: number,
  failed = 0,
): MigrationJob {
  const job = simulation.job('nightly_full', names);
  complete(simulation, waiting(job, done));
  fail(simulation, waiting(job, failed));
  return job;
}

function stop({ migration }: Simulation, job: MigrationJob, stopped = true): void {
  migration.stopJob(job, stopped);
  for (const task of job.tasks) {
    if (stopped && task.running) migration.stop(task);
    if (!stopped && task.stopped) migration.start(task);
  }
}

const refusal: DeliveryResult = {
  kind: 'failed',
  refused: 'for good',
  problem: 'Slack revoked the webhook (HTTP 404, no_service)',
  trouble: {
    said: 'HTTP 404: no_service',
    short: { en: 'webhook revoked', zh: 'Webhook 已被撤销' },
    fix: {
      en: 'Create a new incoming webhook and put it into SLACK_WEBHOOK_URL.',
      zh: '请新建 Incoming Webhook，并更新 SLACK_WEBHOOK_URL。',
    },
  },
};

function notAllowed(): Trouble {
  const pathname = '/api/v1/mms/datasources/2000015/tasks';
  const call = { action: 'ListMmsTasks', pathname, query: {}, about: '' } as const;
  const failure: Failure = {
    code: 'NoPermission',
    message: 'You are not authorized to do this operation.',
    status: 403,
    requestId: 'B7EE4EC1-5C2A-4F0B-9D83-0C1B1B0A0001',
    tryAgain: 'no',
    noAnswer: undefined,
  };
  return { said: quote(failure, (text) => text), ...remedyFor(call, failure) };
}

/** In the order of a migration's life. */
export const situations: Readonly<Record<string, Situation>> = {
  'first-look': {
    title: 'first deployment onto a running migration of 5,000 tasks, 40 of them failed',
    play: async (simulation) => {
      const job = nightly(simulation, tables('orders', 5_000), 3_200, 40);
      for (const task of waiting(job, 12)) simulation.migration.start(task);
      await simulation.minutes(3);
    },
  },
  'one-failure': {
    title: 'one failure with a long Java trace, and the same table again',
    play: async (simulation) => {
      const { migration } = simulation;
      const job = simulation.job('nightly_full', [...tables('invoices', 60), 'orders_2024']);
      const table = job.tasks.at(-1);
      if (table === undefined) return;
      await simulation.minutes(40, () => {
        complete(simulation, waiting(job, 1));
      });
      migration.dataFails(table, {
        message: noPrivilege('orders_2024'),
        trace: privilegeTrace('orders_2024'),
      });
      await simulation.minutes(20);
      migration.retry(table);
      await simulation.minutes(2);
      migration.start(table);
      await simulation.look();
      migration.dataFails(table, { message: outOfMemory });
      await simulation.look();
    },
  },
  storm: {
    title: 'a storm: 3,000 failures of five causes and 500 completions in one look',
    play: async (simulation) => {
      const job = nightly(simulation, tables('fact_sales', 5_000), 800);
      await simulation.minutes(2);
      const weights = [14, 9, 4, 2, 1];
      const inTurn = causes.flatMap((cause, index) =>
        Array.from({ length: weights[index] ?? 0 }, () => cause),
      );
      fail(simulation, waiting(job, 3_000), inTurn);
      complete(simulation, waiting(job, 500));
      await simulation.minutes(2);
    },
  },
  leak: {
    title: 'a slow leak: one failure of one cause every three minutes for two hours',
    play: async (simulation) => {
      const job = nightly(simulation, tables('orders', 600), 100);
      await simulation.look();
      // Meanwhile two tables a minute are done.
      await simulation.minutes(120, (at) => {
        const [first, ...ending] = waiting(job, 3);
        if (at % 3 === 0 && first !== undefined) forbidden(simulation, first);
        complete(simulation, ending);
      });
    },
  },
  day: {
    title: 'a day of ten causes, 162 failures, 38 recoveries, retries that fail with another cause',
    play: aDayOfTrouble,
  },
  blind: {
    title: 'a source that cannot be read for 40 minutes (403), and returns',
    play: async (simulation) => {
      const job = nightly(simulation, tables('orders', 200), 50);
      await simulation.minutes(5);
      simulation.mms.moods = { targetUnreadable: notAllowed };
      await simulation.minutes(38);
      fail(simulation, waiting(job, 5), [forbidden]);
      await simulation.minutes(2);
      simulation.mms.moods = {};
      await simulation.minutes(2);
    },
  },
  'lost-channel': {
    title: 'a revoked webhook with the mail alive, and its return after an hour',
    play: async (simulation) => {
      const job = nightly(simulation, tables('orders', 200), 50);
      await simulation.minutes(20);
      simulation.chat.answer = () => refusal;
      fail(simulation, waiting(job, 3), [forbidden]);
      await simulation.minutes(60);
      simulation.chat.answer = () => ({ kind: 'accepted' });
      await simulation.minutes(3);
    },
  },
  report: {
    title: 'a job that ends with 17 of 5,000 failed, is retried, and ends well',
    play: async (simulation) => {
      const { migration } = simulation;
      const job = nightly(simulation, tables('orders', 5_000), 4_890);
      await simulation.minutes(30, () => {
        complete(simulation, waiting(job, 3));
      });
      const failed = waiting(job, 10);
      fail(simulation, failed);
      await simulation.minutes(20);
      const last = waiting(job, 10);
      fail(simulation, last.slice(0, 7), causes.slice(0, 3));
      complete(simulation, last.slice(7));
      await simulation.minutes(60);
      const retried = [...failed, ...last.slice(0, 7)];
      for (const task of retried) migration.retry(task);
      await simulation.minutes(2);
      for (const task of retried) migration.completes(task);
      await simulation.minutes(3);
    },
  },
  silent: {
    title: 'a running task that is silent; a job whose tasks wait and none runs',
    play: async (simulation) => {
      const { migration } = simulation;
      const job = simulation.job('nightly_full', ['orders_2024', ...tables('invoices', 30)]);
      const [first, ...others] = job.tasks;
      if (first === undefined) return;
      migration.start(first);
      await simulation.minutes(30, (at) => {
        const task = others[at];
        if (task !== undefined) migration.completes(task);
      });
      const history = simulation.job('crm_history', tables('cases', 40));
      complete(simulation, waiting(history, 10));
      await simulation.minutes(180);
    },
  },
  'stays-failed': {
    title: 'thirty tables that stay failed for a week',
    play: stayFailed,
  },
  verification: {
    title: 'verifications with missing and with surplus rows',
    play: async (simulation) => {
      const job = simulation.job('nightly_full', ['payments', 'refunds', 'orders', 'quotes']);
      await simulation.look();
      const [payments, refunds, orders] = job.tasks;
      if (payments === undefined || refunds === undefined || orders === undefined) return;
      failure('verification', countsOf(530, 0))(simulation, payments);
      failure('verification', countsOf(1_204_331, 1_204_336))(simulation, refunds);
      await simulation.minutes(20);
      failure('verification', countsOf(1_204_331, 1_204_298))(simulation, orders);
      await simulation.minutes(2);
    },
  },
  names: {
    title: 'very long, Chinese, Arabic and emoji names',
    play: async (simulation) => {
      const long = 'a_table_name_that_somebody_has_generated_from_all_of_its_columns_'.repeat(3);
      const names = ['订单明细_华东大区_二〇二四', 'طلبات_٢٠٢٤', 'sales_👩‍👩‍👧‍👦_🇨🇳', long];
      const job = simulation.job('夜间全量_财务数仓', names);
      await simulation.look();
      fail(simulation, job.tasks, [forbidden]);
      await simulation.minutes(2);
    },
  },
  nightly: {
    title: "a nightly timer's job that fails every night with one cause",
    play: async (simulation) => {
      for (const night of [29, 30, 31]) {
        const job = simulation.job(`nightly_11${night}`, tables('orders', 20));
        await simulation.minutes(10);
        complete(simulation, waiting(job, 18));
        fail(simulation, waiting(job, 2), [denied]);
        await simulation.minutes(20);
        await simulation.minutes(10);
      }
    },
  },
  stopped: {
    title: 'a person stops a job, and resumes it',
    play: async (simulation) => {
      const job = nightly(simulation, tables('orders', 100), 30);
      await simulation.minutes(15, () => {
        complete(simulation, waiting(job, 1));
      });
      for (const task of waiting(job, 4)) simulation.migration.start(task);
      await simulation.minutes(2);
      stop(simulation, job);
      await simulation.minutes(180);
      stop(simulation, job, false);
      await simulation.minutes(10, () => {
        complete(simulation, waiting(job, 4));
      });
    },
  },
  'unknown-status': {
    title: 'an unknown status',
    play: async (simulation) => {
      const { migration } = simulation;
      const job = nightly(simulation, tables('orders', 100), 30);
      await simulation.minutes(3);
      for (const task of waiting(job, 4)) {
        migration.start(task);
        migration.enters(task, 'DATA_MERGE_PENDING');
      }
      await simulation.minutes(2);
    },
  },
  recoveries: {
    title: 'sixty tables retried after a fix, one recovering a minute',
    play: recoverOneByOne,
  },
  healthy: {
    title: 'a healthy day of 5,000 completions',
    play: aHealthyDay,
  },
};

const tenCauses: readonly Fail[] = [
  ...causes,
  denied,
  failure('schema', tooManyPartitions),
  failure('data', 'ODPS-0110061: Failed to run ddltask - Modify DDL meta encounter exception'),
  failure('data', 'java.net.SocketTimeoutException: Read timed out'),
  failure('verification', countsOf(1_204_331, 1_204_336)),
];

async function aDayOfTrouble(simulation: Simulation): Promise<void> {
  const { migration } = simulation;
  const job = nightly(simulation, tables('orders', 2_000), 200);
  await simulation.look();
  const retried: MigrationTask[] = [];
  const failed: MigrationTask[] = [];
  let [failures, recoveries] = [0, 0];
  await simulation.minutes(1_440, (at) => {
    complete(simulation, waiting(job, 1));
    if (at % 9 === 4 && failures < 160) {
      const [task] = waiting(job, 1);
      const cause = tenCauses[Math.min(9, Math.floor(failures / 3) % 10)];
      if (task === undefined || cause === undefined) return;
      cause(simulation, task);
      failed.push(task);
      failures += 1;
    }
    if (at % 36 === 20 && recoveries < 38) {
      const task = failed.shift();
      if (task === undefined) return;
      migration.retry(task);
      retried.push(task);
    }
    if (at % 36 === 30 && recoveries < 38) {
      const task = retried.shift();
      if (task === undefined) return;
      if (recoveries % 19 === 8) {
        tooLarge(simulation, task);
        failures += 1;
      } else migration.completes(task);
      recoveries += 1;
    }
  });
}

async function stayFailed(simulation: Simulation): Promise<void> {
  const job = nightly(simulation, tables('orders', 130), 100);
  await simulation.minutes(3);
  fail(simulation, waiting(job, 30), causes.slice(0, 3));
  await simulation.minutes(7 * 24 * 60);
}

async function recoverOneByOne(simulation: Simulation): Promise<void> {
  const { migration } = simulation;
  const job = nightly(simulation, tables('orders', 300), 100);
  await simulation.minutes(3);
  const failing = waiting(job, 60);
  fail(simulation, failing, [forbidden]);
  await simulation.minutes(30);
  for (const task of failing) migration.retry(task);
  await simulation.minutes(60, (at) => {
    const task = failing[at];
    if (task !== undefined) migration.completes(task);
  });
}

async function aHealthyDay(simulation: Simulation): Promise<void> {
  const job = nightly(simulation, tables('orders', 5_200), 100);
  await simulation.look();
  let completed = 0;
  await simulation.minutes(1_440, (at) => {
    const due = Math.floor(((at + 1) * 5_000) / 1_440) - completed;
    completed += due;
    complete(simulation, waiting(job, due));
  });
}
