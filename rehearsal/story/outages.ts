import { answer, type FaultHook } from '../world/fault.ts';
import { refusalJson } from '../world/mms-answers.ts';
import type { World } from '../world/world.ts';
import type { Emit, Place } from './events.ts';

const archived: FaultHook = () => answer(410, 'channel_is_archived');

const refusal = refusalJson(
  'NoPermission',
  'You are not authorized to do this operation.',
  'B7EE4EC1-0E4A-5B3B-9D60-1D0F6C2B0002',
);
const forbidden: FaultHook = () => answer(403, refusal, { 'content-type': 'application/json' });

/** What the story does to the services around the migration. */
export class Outages {
  readonly #world: World;
  readonly #emit: Emit;

  constructor(world: World, emit: Emit) {
    this.#world = world;
    this.#emit = emit;
  }

  /** Slack refuses whatever it is told. */
  get isArchived(): boolean {
    return this.#world.slack.fault === archived;
  }

  get isForbidden(): boolean {
    return this.#world.mms.fault === forbidden;
  }

  slackBreaks(): void {
    this.#world.slack.fault = () =>
      answer(503, 'upstream connect error or disconnect/reset before headers');
    this.#happened('Slack', 'down', 'every request is answered with 503');
  }

  /** Which only the mail can tell. */
  slackChannelIsArchived(): void {
    this.#world.slack.fault = archived;
    this.#happened('Slack', 'archived', 'every request is answered with 410, channel_is_archived');
  }

  slackIsBack(): void {
    this.#world.slack.fault = undefined;
    this.#happened('Slack', 'up', 'takes messages again');
  }

  permissionIsTaken(): void {
    this.#world.mms.fault = forbidden;
    this.#happened(
      'MMS',
      'forbidden',
      "the function's role has lost its rights: every request is answered with 403, NoPermission",
    );
  }

  permissionIsGiven(): void {
    this.#world.mms.fault = undefined;
    this.#happened('MMS', 'up', 'answers again');
  }

  #happened(where: Place, word: string, detail: string): void {
    this.#emit({ kind: 'happened', where, word, what: [], detail });
  }
}
