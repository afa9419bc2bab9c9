import { setTimeout as sleep } from 'node:timers/promises';
import { InstanceCache } from '../../functions/connect.ts';
import { poll } from '../../functions/poll.ts';
import type { Summary } from '../../functions/pipeline/summary.ts';
import type { MigrationJob, MigrationSource } from '../../rehearsal/world/migration-records.ts';
import { type WorldOptions, World } from '../../rehearsal/world/world.ts';
import { onlyTasksAtOnce } from './watch.ts';

/** The whole function in a world on loopback: only the bundling and the process are missing. */
export class Deployment {
  readonly world: World;
  readonly source: MigrationSource;
  readonly job: MigrationJob;
  /** Variables beside those of the world; `undefined` unsets one. */
  variables: Record<string, string | undefined> = { ...onlyTasksAtOnce };
  watch = '2000015';
  /** Enough for a storm on any machine; a story about time sets its own. */
  timeoutSeconds = 300;
  readonly lines: string[] = [];
  #cache = new InstanceCache();

  private constructor(world: World) {
    this.world = world;
    this.source = world.migration.addSource('2000015', 'finance_dw');
    this.job = world.migration.addJob(this.source, 'nightly_full');
  }

  static async start(options: WorldOptions = {}): Promise<Deployment> {
    return new Deployment(await World.start(options));
  }

  async invoke(
    event: unknown = Buffer.from('{}'),
    context: unknown = this.world.context(this.timeoutSeconds),
  ): Promise<Summary> {
    return await poll(event, context, {
      environment: { ...this.world.environment(this.watch), ...this.variables },
      clock: Date.now,
      random: Math.random,
      sleep,
      write: (line) => {
        this.lines.push(line);
      },
      cache: this.#cache,
    });
  }

  /** The next invocation finds an instance that knows nothing. */
  coldStart(): void {
    this.#cache = new InstanceCache();
  }

  /** The error that an invocation rejects with. */
  async refusal(event?: unknown, context?: unknown): Promise<Error> {
    const outcome: unknown = await this.invoke(event, context).catch((error: unknown) => error);
    if (outcome instanceof Error) return outcome;
    throw new Error('the invocation was expected to reject');
  }

  /** All text that Slack showed in its latest message. */
  get slackText(): string {
    return this.world.slack.messages.at(-1)?.all ?? '';
  }

  get mailText(): string {
    return this.world.mail.mails.at(-1)?.parsed.text ?? '';
  }
}
