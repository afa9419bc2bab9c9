import type { Playhead } from '../story/play.ts';
import { services, type Visitor } from '../story/visitor.ts';
import type { Button } from './board.ts';

const speeds = { half: 0.5, whole: 1 } as const;

/** The buttons of the page: what each says at this moment, and what it does. */
export class Controls {
  readonly playhead: Playhead;
  readonly #visitor: Visitor;

  constructor(playhead: Playhead, visitor: Visitor) {
    this.playhead = playhead;
    this.#visitor = visitor;
  }

  get pace(): string {
    if (!this.playhead.isPlaying) return 'paused';
    return this.playhead.speed === speeds.half ? 'playing slowly' : 'playing';
  }

  buttons(): readonly (readonly [string, Button])[] {
    const { failed, unfinished } = this.#visitor;
    const { isPlaying, speed } = this.playhead;
    return [
      ['pause', button(isPlaying ? 'Pause' : 'Play')],
      ['step', button('Step')],
      ['half', { ...button('½×'), pressed: speed === speeds.half }],
      ['whole', { ...button('1×'), pressed: speed === speeds.whole }],
      ...services.map((service) => {
        const isBroken = this.#visitor.isBroken(service);
        const label = `${isBroken ? 'Mend' : 'Break'} ${service}`;
        return [service, { ...button(label), urgent: isBroken }] as const;
      }),
      ['fail', button('Fail 100 tables', unfinished.length === 0)],
      ['retry', button('Retry them', failed.length > 0)],
      ['finish', button('Finish the job', unfinished.length > 0)],
    ];
  }

  /** `false` for a button that there is not, or that does nothing now. */
  press(name: string): boolean {
    const pressed = this.buttons().find(([one]) => one === name)?.[1];
    if (pressed?.enabled !== true) return false;
    const service = services.find((one) => one === name);
    if (service !== undefined) this.#visitor.breaksOrMends(service);
    else if (name === 'pause') {
      if (this.playhead.isPlaying) this.playhead.pause();
      else this.playhead.play();
    } else if (name === 'half' || name === 'whole') this.playhead.play(speeds[name]);
    else if (name === 'step') this.playhead.step();
    else if (name === 'fail') this.#visitor.failsAHundred();
    else if (name === 'retry') this.#visitor.retries();
    else this.#visitor.finishes();
    return true;
  }
}

const button = (label: string, enabled = true): Button => ({
  label,
  pressed: undefined,
  urgent: false,
  enabled,
});
