const minute = 60_000;

/**
 * The time of the story. It runs at the machine's pace while a tick runs and stands still between
 * two: however long somebody looks on, nothing comes too late.
 */
export class StoryClock {
  #tickBegan = Date.now();
  #stoodAt = this.#tickBegan;
  #runningSince: number | undefined;
  #ago = 0;

  readonly now = (): number =>
    this.#stoodAt -
    this.#ago +
    (this.#runningSince === undefined ? 0 : Math.floor(performance.now() - this.#runningSince));

  /** Of the machine's clock, in milliseconds. */
  get ahead(): number {
    return this.now() - Date.now();
  }

  /** A tick begins, so many minutes after the one before it began. */
  beginTick(minutes: number): void {
    this.#tickBegan = Math.max(this.now(), this.#tickBegan + minutes * minute);
    this.#stoodAt = this.#tickBegan;
    this.#runningSince = performance.now();
  }

  endTick(): void {
    this.#stoodAt = this.now();
    this.#runningSince = undefined;
  }

  secondsAgo(seconds: number, happens: () => void): void {
    const before = this.#ago;
    this.#ago = seconds * 1000;
    happens();
    this.#ago = before;
  }
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Mon 14:03:07`, by the clock of this machine: the story passes midnight. */
export function clock(at: number): string {
  const time = new Date(at);
  const parts = [time.getHours(), time.getMinutes(), time.getSeconds()];
  const digits = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${days[time.getDay()] ?? ''} ${digits}`;
}
