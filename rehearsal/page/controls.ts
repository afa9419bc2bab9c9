import type { Place } from '../story/events.ts';
import type { Playhead } from '../story/play.ts';
import { services, type Visitor } from '../story/visitor.ts';
import type { Button } from './board.ts';

/** What stands on a button that breaks something. */
const breaking: Readonly<Record<Place, string>> = {
  Slack: 'Break Slack',
  SMTP: 'Break SMTP',
  OSS: 'Break OSS',
  MMS: 'Make MMS throttle',
};

/** The buttons of the page: what each says at this moment, and what it does. */
export class Controls {
  readonly playhead: Playhead;
  readonly #visitor: Visitor;

  constructor(playhead: Playhead, visitor: Visitor) {
    this.playhead = playhead;
    this.#visitor = visitor;
  }

  buttons(): readonly (readonly [string, Button])[] {
    const { failed, unfinished } = this.#visitor;
    const plain = (label: string, enabled = true): Button => ({
      label,
      pressed: undefined,
      enabled,
    });
    return [
      ['pause', plain(this.playhead.isPlaying ? 'Pause' : 'Play')],
      ['step', plain('Step')],
      ...services.map((service) => {
        const pressed = this.#visitor.isBroken(service);
        return [service, { label: breaking[service], pressed, enabled: true }] as const;
      }),
      ['fail', plain('Fail 100 tables', unfinished.length === 0)],
      ['retry', plain('Retry them', failed.length > 0)],
      ['finish', plain('Finish the job', unfinished.length > 0)],
    ];
  }

  /** `false` for a button that there is not, or that does nothing now. */
  press(name: string): boolean {
    const button = this.buttons().find(([one]) => one === name)?.[1];
    if (button?.enabled !== true) return false;
    const service = services.find((one) => one === name);
    if (service !== undefined) {
      if (this.#visitor.isBroken(service)) this.#visitor.heals(service);
      else this.#visitor.breaks(service);
    } else if (name === 'pause') {
      if (this.playhead.isPlaying) this.playhead.pause();
      else this.playhead.play();
    } else if (name === 'step') this.playhead.step();
    else if (name === 'fail') this.#visitor.failsAHundred();
    else if (name === 'retry') this.#visitor.retries();
    else this.#visitor.finishes();
    return true;
  }
}
