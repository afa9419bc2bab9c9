import { answer } from '../world/fault.ts';
import { refusalJson } from '../world/mms-answers.ts';
import type { World } from '../world/world.ts';
import type { Emit, Place } from './events.ts';
import type { Ledger } from './ledger.ts';
import { watched } from './stage.ts';

/** What the story does to the services around the migration. */
export class Outages {
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #emit: Emit;

  constructor(world: World, ledger: Ledger, emit: Emit) {
    this.#world = world;
    this.#ledger = ledger;
    this.#emit = emit;
  }

  slackBreaks(): void {
    this.#world.slack.fault = () =>
      answer(503, 'upstream connect error or disconnect/reset before headers');
    this.#happened('Slack', 'down', 'every request is answered with 503');
  }

  /** Which only the mail can tell. */
  slackChannelIsArchived(): void {
    this.#world.slack.fault = () => answer(410, 'channel_is_archived');
    this.#ledger.add({ kind: 'blind', what: 'channel lost', channel: 'slack' });
    this.#happened('Slack', 'archived', 'every request is answered with 410, channel_is_archived');
  }

  slackIsBack(): void {
    this.#world.slack.fault = undefined;
    this.#happened('Slack', 'up', 'takes messages again');
  }

  permissionIsTaken(): void {
    const refusal = refusalJson(
      'NoPermission',
      'You are not authorized to do this operation.',
      'B7EE4EC1-0E4A-5B3B-9D60-1D0F6C2B0002',
    );
    this.#world.mms.fault = () => answer(403, refusal, { 'content-type': 'application/json' });
    this.#happened(
      'MMS',
      'forbidden',
      "the function's role has lost its rights: every request is answered with 403, NoPermission",
    );
  }

  /** For as many ticks running as it takes to be sure. */
  sightIsLost(): void {
    this.#ledger.add({ kind: 'blind', what: 'sight lost', sourceId: watched.id });
  }

  permissionIsGiven(): void {
    this.#world.mms.fault = undefined;
    this.#ledger.add({ kind: 'blind', what: 'sight back', sourceId: watched.id });
    this.#happened('MMS', 'up', 'answers again');
  }

  #happened(where: Place, word: string, detail: string): void {
    this.#emit({ kind: 'happened', where, word, what: [], detail });
  }
}
