import { performance } from 'node:perf_hooks';
import { ExpectedAlerts } from '../world/expected-alerts.ts';
import { readMail, readSlackMessage } from '../world/reading.ts';
import { countByKind, judge, tally, wrongCalls, type Delivered } from '../world/verdict.ts';
import { World } from '../world/world.ts';
import type { ChannelName, Emit, Verdict } from './events.ts';
import { FunctionInstance, type Outcome } from './function-instance.ts';
import { Stage, watched } from './stage.ts';
import { StoryClock } from './story-clock.ts';
import type { Chapter } from './story.ts';
import { Visitor } from './visitor.ts';

export type RehearsalOptions = Readonly<{
  bundle: string;
  emit: Emit;
  /** Seconds that the platform grants an invocation once somebody had a hand in it. */
  grants?: number | undefined;
}>;

const mention = '<!here>';

export class Rehearsal {
  readonly world: World;
  readonly visitor: Visitor;
  readonly emit: Emit;
  readonly #stage: Stage;
  readonly #clock: StoryClock;
  readonly #function: FunctionInstance;
  readonly #grants: number | undefined;
  readonly #expected: ExpectedAlerts;
  readonly #delivered: Readonly<Record<ChannelName, Delivered[]>> = { slack: [], email: [] };
  /** Of each Slack message. */
  readonly #pings: (readonly string[])[] = [];
  readonly #operations: string[] = [];
  readonly #unexpected: string[] = [];
  #ticks = 0;

  private constructor(
    world: World,
    clock: StoryClock,
    instance: FunctionInstance,
    { emit, grants }: RehearsalOptions,
  ) {
    this.world = world;
    this.#clock = clock;
    this.#stage = new Stage(world, clock, emit);
    this.#expected = new ExpectedAlerts(world.migration, [watched.id], this.#stage.causeOf);
    this.visitor = new Visitor(world, emit);
    this.#function = instance;
    this.emit = emit;
    this.#grants = grants;
  }

  static async open(options: RehearsalOptions): Promise<Rehearsal> {
    const clock = new StoryClock();
    const world = await World.start({ now: clock.now });
    try {
      const instance = await FunctionInstance.start(options.bundle, {
        ...world.environment(watched.id),
        SLACK_MENTION: mention,
        HEARTBEAT_URL: world.heartbeat.pingUrl,
      });
      return new Rehearsal(world, clock, instance, options);
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#function.close();
    await this.world.close();
  }

  /** Gives whether somebody was told something. */
  async tick({ caption, minutesLater = 1, happens, tells, rejects }: Chapter): Promise<boolean> {
    const { mms, oss, slack, heartbeat, mail } = this.world;
    const tick = (this.#ticks += 1);
    for (const { journal } of [mms, oss, slack, heartbeat, mail]) journal.clear();
    this.#clock.beginTick(minutesLater);
    const at = this.#clock.now();
    this.emit({ kind: 'tick-began', tick, at, caption });
    happens?.(this.#stage);
    for (const event of tells?.(this.#stage) ?? []) this.#expected.expect(event);

    const event = { triggerTime: new Date(at).toISOString(), triggerName: 'tick', payload: '' };
    const began = performance.now();
    const outcome = await this.#function.invoke(
      JSON.stringify(event),
      this.world.context(this.visitor.hasActed ? this.#grants : undefined),
      this.#clock.ahead,
    );
    const durationMs = performance.now() - began;
    this.#clock.endTick();

    const messages = slack.messages.splice(0);
    for (const message of messages) {
      this.#delivered.slack.push({ look: tick, ...readSlackMessage(message) });
      this.#pings.push(message.pings);
      this.emit({ kind: 'told', channel: 'slack', message });
    }
    const mails = mail.mails.splice(0);
    for (const one of mails) {
      this.#delivered.email.push({ look: tick, ...readMail(one) });
      this.emit({ kind: 'told', channel: 'email', mail: one });
    }
    this.#expected.looked();
    const unexpected = [
      ...(this.visitor.hasActed ? [] : unexpectedIn(outcome, rejects)),
      ...slack.rejected.splice(0).map(({ code, why }) => `Slack refused: ${code}, ${why}`),
    ];
    this.#unexpected.push(...unexpected.map((sentence) => `tick ${tick}: ${sentence}`));
    const calls = {
      MMS: mms.journal.entries.length,
      OSS: oss.journal.entries.length,
      Slack: slack.journal.entries.length,
      SMTP: mail.journal.count('MAIL'),
    };
    this.#operations.push(
      // `ListMmsTasks page 2` counts as `ListMmsTasks`.
      ...[mms, oss].flatMap(({ journal }) =>
        journal.operations.map((one) => one.replace(/ .*/, '')),
      ),
      ...[slack, heartbeat].flatMap(({ journal }) => journal.operations),
    );
    this.emit({ kind: 'tick-ended', tick, outcome, calls, durationMs, unexpected });
    return messages.length + mails.length > 0;
  }

  verdict(): Verdict {
    const { events } = this.#expected;
    const slack = judge('slack', events, this.#delivered.slack);
    const email = judge('email', events, this.#delivered.email);
    const scripted = [
      ...slack.complaints,
      ...email.complaints,
      ...wrongCalls(slack.deliveries, this.#pings, mention),
    ];
    const disturbed = this.visitor.hasActed;
    return {
      complaints: [...this.#unexpected, ...(disturbed ? [] : scripted)],
      disturbed,
      happened: countByKind(events),
      told: { slack: slack.told, email: email.told },
      messages: { slack: slack.deliveries.length, email: email.deliveries.length },
      calls: tally(this.#operations),
    };
  }
}

function unexpectedIn(outcome: Outcome, rejects: string | undefined): readonly string[] {
  if (outcome.kind === 'rejected') {
    if (rejects !== undefined && outcome.message.includes(rejects)) return [];
    return [`the invocation was rejected: ${outcome.name}: ${outcome.message}`];
  }
  const problems = outcome.summary.problems.map(
    ({ where, message }) => `a problem that the story has none for: ${where}: ${message}`,
  );
  if (rejects === undefined) return problems;
  return [`the invocation was to be rejected over ${rejects}, and was not`, ...problems];
}
