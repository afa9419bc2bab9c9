import { ExpectedAlerts } from '../world/expected-alerts.ts';
import { readMail, readSlackMessage } from '../world/reading.ts';
import { countByKind, judge, tally, type Delivered } from '../world/verdict.ts';
import { World } from '../world/world.ts';
import type { ChannelName, Emit, Verdict } from './events.ts';
import { FunctionInstance, type Outcome } from './function-instance.ts';
import { Stage, watched } from './stage.ts';
import { StoryClock } from './story-clock.ts';
import type { Chapter } from './story.ts';
import { Visitor } from './visitor.ts';

export type RehearsalOptions = Readonly<{
  bundle: string;
  /** Is shown what happens. */
  watch: Emit;
  /** Seconds that the platform grants an invocation once somebody had a hand in it. */
  grants?: number | undefined;
}>;

const mention = '<!here>';

export class Rehearsal {
  readonly world: World;
  readonly visitor: Visitor;
  readonly watching: Emit[];
  readonly #stage: Stage;
  readonly #clock: StoryClock;
  readonly #function: FunctionInstance;
  readonly #grants: number | undefined;
  readonly #expected: ExpectedAlerts;
  readonly #delivered: Readonly<Record<ChannelName, Delivered[]>> = { slack: [], email: [] };
  readonly #operations: string[] = [];
  readonly #unexpected: string[] = [];
  #ticks = 0;

  private constructor(
    world: World,
    clock: StoryClock,
    instance: FunctionInstance,
    { watch, grants }: RehearsalOptions,
  ) {
    this.world = world;
    this.#clock = clock;
    this.watching = [watch];
    this.#stage = new Stage(world, clock, this.emit);
    this.#expected = new ExpectedAlerts(world.migration, [watched.id], this.#stage.causeOf);
    this.visitor = new Visitor(world, this.emit);
    this.#function = instance;
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

  readonly emit: Emit = (event) => {
    for (const watch of this.watching) watch(event);
  };

  async close(): Promise<void> {
    await this.#function.close();
    await this.world.close();
  }

  /** Gives whether somebody was told something. */
  async tick(chapter: Chapter): Promise<boolean> {
    const { caption, minutesLater = 1, happens, tells } = chapter;
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
      this.emit({ kind: 'told', channel: 'slack', message });
    }
    const mails = mail.mails.splice(0);
    for (const one of mails) {
      this.#delivered.email.push({ look: tick, ...readMail(one) });
      this.emit({ kind: 'told', channel: 'email', mail: one });
    }
    this.#expected.looked();
    const pings = messages.flatMap((message) => message.pings);
    const unexpected = [
      ...(this.visitor.hasActed ? [] : unexpectedIn(chapter, outcome, pings)),
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
    const { slack, email } = this.#delivered;
    const judged = { slack: judge('slack', events, slack), email: judge('email', events, email) };
    const disturbed = this.visitor.hasActed;
    const scripted = [...judged.slack.complaints, ...judged.email.complaints];
    return {
      complaints: [...this.#unexpected, ...(disturbed ? [] : scripted)],
      disturbed,
      happened: countByKind(events),
      told: { slack: judged.slack.told, email: judged.email.told },
      messages: { slack: slack.length, email: email.length },
      calls: tally(this.#operations),
    };
  }
}

function unexpectedIn(
  { calls = false, rejects }: Chapter,
  outcome: Outcome,
  pings: readonly string[],
): readonly string[] {
  const found: string[] = [];
  const [should, does] = [calls ? mention : 'nobody', pings.join(' ') || 'nobody'];
  if (should !== does) found.push(`Slack has to call ${should} and calls ${does}`);
  if (outcome.kind === 'rejected') {
    if (rejects === undefined || !outcome.message.includes(rejects))
      found.push(`the invocation was rejected: ${outcome.name}: ${outcome.message}`);
    return found;
  }
  if (rejects !== undefined)
    found.push(`the invocation was to be rejected over ${rejects}, and was not`);
  for (const { where, message } of outcome.summary.problems)
    found.push(`a problem that the story has none for: ${where}: ${message}`);
  return found;
}
