import { performance } from 'node:perf_hooks';
import { World } from '../world/world.ts';
import { callsBetween, callsByOperation, callsSoFar } from './calls.ts';
import type { Chapter } from './chapters.ts';
import type { Emit } from './events.ts';
import { refreshToken } from './error-texts.ts';
import { FunctionInstance, type Outcome } from './function-instance.ts';
import { sightOf, type Sight } from './sight.ts';
import { Stage } from './stage.ts';
import { channels, mailAsRead, slackMessageAsRead } from './told.ts';
import { compare, type Verdict } from './verdict.ts';
import { Visitor } from './visitor.ts';

export type RehearsalOptions = Readonly<{
  /** The file that is deployed. */
  bundle: string;
  emit: Emit;
  /** Seconds for which completions are gathered. */
  doneEvery: number;
  /** Seconds that the platform grants an invocation; without it, those of s.yaml. */
  grants?: number | undefined;
}>;

/** The world, the stage in it and the function that watches it, tick by tick. */
export class Rehearsal {
  readonly stage: Stage;
  readonly visitor: Visitor;
  readonly #world: World;
  readonly #function: FunctionInstance;
  readonly #emit: Emit;
  readonly #grants: number | undefined;
  readonly #unexpected: string[] = [];
  #ticks = 0;

  private constructor(world: World, stage: Stage, instance: FunctionInstance, { emit, grants }: RehearsalOptions) {
    this.#world = world;
    this.stage = stage;
    this.visitor = new Visitor(world, emit);
    this.#function = instance;
    this.#emit = emit;
    this.#grants = grants;
  }

  static async open(options: RehearsalOptions): Promise<Rehearsal> {
    const { bundle, emit, doneEvery } = options;
    const world = await World.start();
    try {
      const stage = new Stage(world, emit);
      const environment = { ...world.environment(), DONE_EVERY: `${doneEvery}s` };
      return new Rehearsal(world, stage, await FunctionInstance.start(bundle, environment), options);
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#function.close();
    await this.#world.close();
  }

  /** Lets happen what the chapter says, then invokes the function as its timer would. */
  async tick({ caption, happens, rejects, timeout }: Chapter): Promise<void> {
    const { slack, mail } = this.#world;
    this.#ticks += 1;
    const at = new Date();
    this.#emit({ kind: 'tick-began', tick: this.#ticks, at: at.getTime(), caption });
    happens?.(this.stage);

    const before = { calls: callsSoFar(this.#world), messages: slack.messages.length, rejected: slack.rejected.length, mails: mail.mails.length };
    const event = { triggerTime: at.toISOString(), triggerName: 'tick', payload: '' };
    const began = performance.now();
    const outcome = await this.#function.invoke(JSON.stringify(event), this.#world.context(timeout ?? this.#grants));
    const durationMs = performance.now() - began;

    for (const message of slack.messages.slice(before.messages)) this.#emit({ kind: 'told', channel: 'slack', message });
    for (const one of mail.mails.slice(before.mails)) this.#emit({ kind: 'told', channel: 'email', mail: one });
    const unexpected = [
      ...(this.visitor.hasActed ? [] : unexpectedIn(outcome, rejects)),
      ...slack.rejected.slice(before.rejected).map(({ refusal }) => `Slack refused a message: ${refusal.code}, ${refusal.why}`),
    ];
    this.#unexpected.push(...unexpected.map((sentence) => `tick ${this.#ticks}: ${sentence}`));
    this.#emit({ kind: 'tick-ended', tick: this.#ticks, outcome, calls: callsBetween(before.calls, callsSoFar(this.#world)), durationMs, unexpected });
  }

  verdict(): Verdict {
    const { slack, mail } = this.#world;
    const messages = { slack: slack.messages.map(slackMessageAsRead), email: mail.mails.map(mailAsRead) };
    const { complaints, happened, told } = compare(this.stage.ledger, messages);
    const pings = slack.messages.flatMap((message) => message.pings);
    const leaks = this.#everythingThatLeft().some((text) => text.includes(refreshToken));
    return {
      complaints: [
        ...this.#unexpected,
        ...(this.visitor.hasActed ? [] : complaints),
        ...pings.map((ping) => `a Slack message pings ${ping}`),
        ...(leaks ? ['a token that stood in a log row left the function'] : []),
      ],
      disturbed: this.visitor.hasActed,
      happened,
      told,
      messages: { slack: messages.slack.length, email: messages.email.length },
      calls: callsByOperation(this.#world),
      stateBytes: { slack: Buffer.byteLength(this.#world.state('slack') ?? ''), email: Buffer.byteLength(this.#world.state('email') ?? '') },
    };
  }

  look(): Sight {
    return sightOf(this.#world);
  }

  /** Whether there are completions of which a channel was not told yet. */
  get isGathering(): boolean {
    const { happened, told } = this.verdict();
    return channels.some((channel) => told[channel].done < happened.done);
  }

  /** Messages, mails, states and the function's log. */
  #everythingThatLeft(): readonly string[] {
    const { slack, mail, oss } = this.#world;
    return [
      ...slack.messages.map(({ payload }) => JSON.stringify(payload)),
      ...mail.mails.flatMap(({ parsed }) => [parsed.subject ?? '', parsed.text ?? '', parsed.html ?? '']),
      ...oss.objects.changes.map(({ text }) => text),
      ...this.#function.log,
    ];
  }
}

function unexpectedIn(outcome: Outcome, rejects: string | undefined): readonly string[] {
  if (outcome.kind === 'rejected') {
    if (rejects !== undefined && outcome.message.includes(rejects)) return [];
    return [`the invocation was rejected: ${outcome.name}: ${outcome.message}`];
  }
  return [
    ...(rejects === undefined ? [] : [`the invocation was to be rejected over ${rejects}, and was not`]),
    ...outcome.summary.problems.map(({ where, message }) => `a problem that the story has none for: ${where}: ${message}`),
  ];
}
