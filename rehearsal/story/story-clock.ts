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

/** `Mon 14:03:07`, in UTC as in the messages. */
export function clock(at: number): string {
  const [day = '', , , , time = ''] = new Date(at).toUTCString().split(/,? /);
  return `${day} ${time}`;
}
