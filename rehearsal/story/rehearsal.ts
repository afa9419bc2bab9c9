import { performance } from 'node:perf_hooks';
import { ExpectedAlerts } from '../world/expected-alerts.ts';
import { readMail, readSlackMessage } from '../world/reading.ts';
import { countByKind, judge, tally, wrongCalls, type Delivered } from '../world/verdict.ts';
import { World } from '../world/world.ts';
import type { Calls, ChannelName, Emit, Verdict } from './events.ts';
import { FunctionInstance, type Outcome } from './function-instance.ts';
import { troubles } from './hand.ts';
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
  readonly stage: Stage;
  readonly visitor: Visitor;
  readonly emit: Emit;
  readonly #clock: StoryClock;
  readonly #function: FunctionInstance;
  readonly #grants: number | undefined;
  readonly #expected: ExpectedAlerts;
  readonly #delivered: Readonly<Record<ChannelName, Delivered[]>> = { slack: [], email: [] };
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
    this.stage = new Stage(world, clock, emit);
    this.#expected = new ExpectedAlerts(world.migration, [watched.id], this.stage.causeOf);
    this.visitor = new Visitor(world, emit);
    this.#function = instance;
    this.emit = emit;
    this.#grants = grants;
  }

  static async open(options: RehearsalOptions): Promise<Rehearsal> {
    const clock = new StoryClock();
    const world = await World.start({ now: clock.now });
    try {
      const environment = {
        ...world.environment(watched.id),
        SLACK_MENTION: mention,
        HEARTBEAT_URL: world.heartbeat.pingUrl,
        ...timeZoneHere(),
      };
      const instance = await FunctionInstance.start(options.bundle, environment);
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
  async tick({ caption, minutesLater = 1, happens, rejects }: Chapter): Promise<boolean> {
    const { slack, mail } = this.world;
    this.#ticks += 1;
    this.#clock.beginTick(minutesLater);
    const at = this.#clock.now();
    this.emit({ kind: 'tick-began', tick: this.#ticks, at, caption });
    happens?.(this.stage);

    const before = {
      calls: callsSoFar(this.world),
      messages: slack.messages.length,
      rejected: slack.rejected.length,
      mails: mail.mails.length,
    };
    const event = { triggerTime: new Date(at).toISOString(), triggerName: 'tick', payload: '' };
    const began = performance.now();
    const outcome = await this.#function.invoke(
      JSON.stringify(event),
      this.world.context(this.visitor.hasActed ? this.#grants : undefined),
      this.#clock.ahead,
    );
    const durationMs = performance.now() - began;
    this.#clock.endTick();

    const look = this.#ticks;
    for (const message of slack.messages.slice(before.messages)) {
      this.#delivered.slack.push({ look, ...readSlackMessage(message) });
      this.emit({ kind: 'told', channel: 'slack', message });
    }
    for (const one of mail.mails.slice(before.mails)) {
      this.#delivered.email.push({ look, ...readMail(one) });
      this.emit({ kind: 'told', channel: 'email', mail: one });
    }
    const hasTold = slack.messages.length > before.messages;
    this.#expected.looked({
      now: at,
      unreadable: new Set(this.stage.is(troubles.mmsForbidden) ? [watched.id] : []),
      refusing: this.stage.is(troubles.slackArchived) && !hasTold ? ['slack'] : [],
      accepting: hasTold ? ['slack'] : [],
    });
    const unexpected = [
      ...(this.visitor.hasActed ? [] : unexpectedIn(outcome, rejects)),
      ...slack.rejected
        .slice(before.rejected)
        .map(({ code, why }) => `Slack refused a message: ${code}, ${why}`),
    ];
    this.#unexpected.push(...unexpected.map((sentence) => `tick ${this.#ticks}: ${sentence}`));
    this.emit({
      kind: 'tick-ended',
      tick: this.#ticks,
      outcome,
      calls: callsBetween(before.calls, callsSoFar(this.world)),
      durationMs,
      unexpected,
    });
    return hasTold || mail.mails.length > before.mails;
  }

  verdict(): Verdict {
    const { slack, mail } = this.world;
    const { events } = this.#expected;
    const judged = {
      slack: judge('slack', events, this.#delivered.slack),
      email: judge('email', events, this.#delivered.email),
    };
    const pings = slack.messages.map((message) => message.pings);
    return {
      complaints: [
        ...this.#unexpected,
        ...(this.visitor.hasActed
          ? []
          : [
              ...judged.slack.complaints,
              ...judged.email.complaints,
              ...wrongCalls(judged.slack.deliveries, pings, mention),
            ]),
      ],
      disturbed: this.visitor.hasActed,
      happened: countByKind(events),
      told: { slack: judged.slack.told, email: judged.email.told },
      messages: { slack: slack.messages.length, email: mail.mails.length },
      calls: callsByOperation(this.world),
      stateBytes: {
        slack: Buffer.byteLength(this.world.state('slack') ?? ''),
        email: Buffer.byteLength(this.world.state('email') ?? ''),
      },
    };
  }
}

function unexpectedIn(outcome: Outcome, rejects: string | undefined): readonly string[] {
  if (outcome.kind === 'rejected') {
    if (rejects !== undefined && outcome.message.includes(rejects)) return [];
    return [`the invocation was rejected: ${outcome.name}: ${outcome.message}`];
  }
  return [
    ...(rejects === undefined
      ? []
      : [`the invocation was to be rejected over ${rejects}, and was not`]),
    ...outcome.summary.problems.map(
      ({ where, message }) => `a problem that the story has none for: ${where}: ${message}`,
    ),
  ];
}

/**
 * The messages' times are those that the terminal and the page show, unless this machine's zone has
 * no name of its own.
 */
function timeZoneHere(): Readonly<Record<string, string>> {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return /^[A-Z][a-z]+\/[\w/+-]+$/.test(timeZone) && timeZone !== 'Etc/Unknown'
    ? { ALERT_TIME_ZONE: timeZone }
    : {};
}

const callsSoFar = ({ journals: { MMS, OSS, Slack, SMTP } }: World): Calls => ({
  MMS: MMS.entries.length,
  OSS: OSS.entries.length,
  Slack: Slack.entries.length,
  SMTP: SMTP.count('MAIL'),
});

const callsBetween = (then: Calls, now: Calls): Calls => ({
  MMS: now.MMS - then.MMS,
  OSS: now.OSS - then.OSS,
  Slack: now.Slack - then.Slack,
  SMTP: now.SMTP - then.SMTP,
});

/** `ListMmsTasks page 2` counts as `ListMmsTasks`. */
function callsByOperation(world: World): Readonly<Record<string, number>> {
  const { MMS, OSS, heartbeat } = world.journals;
  const { Slack, SMTP } = callsSoFar(world);
  const failures = heartbeat.count('ping /fail');
  return {
    ...tally([...MMS.operations, ...OSS.operations].map((one) => one.replace(/ .*/, ''))),
    'Slack webhook': Slack,
    mails: SMTP,
    heartbeat: heartbeat.count('ping') - failures,
    'heartbeat /fail': failures,
  };
}
