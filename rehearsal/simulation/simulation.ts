import { kinds, alertKinds } from '../../functions/kinds/kinds.ts';
import { chatMessages } from '../../functions/notification/chat.ts';
import type { Language } from '../../functions/language.ts';
import type { LocaleSettings } from '../../functions/notification/locale.ts';
import type { Audience, Notification } from '../../functions/notification/kind.ts';
import { tickTimeOf } from '../../functions/pipeline/deadlines.ts';
import {
  newPollMemory,
  runPipeline,
  type PollSettings,
} from '../../functions/pipeline/pipeline.ts';
import type { Channel, DeliveryResult, Log } from '../../functions/ports.ts';
import { Migration } from '../world/migration.ts';
import type { MigrationJob } from '../world/migration-records.ts';
import { id, MemoryMms } from './memory-mms.ts';
import { MemoryStore } from './memory-store.ts';

export const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;

/** Whoever reads it in whatever language is told of these alerts. */
type Accepted = Readonly<{ notification: Notification; keys: readonly string[] }>;

/** Says what the real ones say, and keeps what it was told. */
class MemoryChat implements Channel {
  readonly accepted: Accepted[] = [];
  answer: () => DeliveryResult = () => ({ kind: 'accepted' });
  readonly name: string;
  readonly #audience: Audience;

  constructor(name: string, mailAlso: boolean) {
    this.name = name;
    this.#audience = { ...audience, mailAlso };
  }

  compose(notification: Notification): ReturnType<Channel['compose']> {
    const messages = chatMessages(notification, this.#audience, { fits: () => true });
    return Promise.resolve(
      messages.map(({ plainText, keys }) => ({
        keys,
        plainText,
        deliver: () => {
          const result = this.answer();
          if (result.kind === 'accepted') this.accepted.push({ notification, keys });
          return Promise.resolve(result);
        },
      })),
    );
  }
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const region = 'cn-shanghai';

export const localeIn = (language: Language): LocaleSettings => ({
  language,
  timeZone: language === 'zh' ? 'Asia/Shanghai' : 'UTC',
});

export const audience: Audience = {
  ...localeIn('en'),
  region,
  mailAlso: true,
  channelTitle: (name) => (name === 'slack' ? 'Slack' : name),
};

/**
 * A migration and the function that watches it with its defaults, a look a minute. The chat stands
 * beside a mail.
 */
export class Simulation {
  now = Date.parse('2026-11-30T00:00:00Z');
  readonly migration = new Migration(() => this.now);
  readonly mms = new MemoryMms(this.migration);
  readonly store = new MemoryStore();
  readonly chat = new MemoryChat('slack', true);
  readonly mail = new MemoryChat('email', false);
  readonly #source = this.migration.addSource('2000015', 'bigquery_prod');
  readonly #memory = newPollMemory();
  readonly #settings: PollSettings = {
    targets: [{ kind: 'source', sourceId: id('2000015') }],
    owner: undefined,
    alertOn: new Set(alertKinds),
    firstRun: 'baseline',
    digestEvery: 15 * minute,
    stallAfter: 2 * hour,
    remindAfter: day,
    dryRun: false,
  };

  /** A job and its tables, all of them waiting. */
  job(name: string, tables: readonly string[]): MigrationJob {
    const job = this.migration.addJob(this.#source, name, { srcDbName: 'finance_dw' });
    for (const table of tables) this.migration.addTask(job, table);
    return job;
  }

  async look(): Promise<void> {
    const { mms, store, chat, mail } = this;
    const ports = {
      mms,
      store,
      channels: [chat, mail],
      kinds,
      ...this.#memory,
      stateMemory: Infinity,
      log: silent,
      clock: () => this.now,
      sleep: () => new Promise<void>(() => undefined),
    };
    await runPipeline(this.#settings, ports, tickTimeOf(this.now, 50_000));
    this.now += minute;
  }

  /** What happens, happens before the look. */
  async minutes(count: number, happens?: (minute: number) => void): Promise<void> {
    for (let passed = 0; passed < count; passed += 1) {
      happens?.(passed);
      await this.look();
    }
  }
}
