import { performance } from 'node:perf_hooks';

interface Entry {
  readonly operation: string;
  readonly ordinal: number;
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `undefined` while the call is under way. */
  durationMs: number | undefined;
  /** The status answered, or what else became of it: `reset`, `hang`; empty while nothing has. */
  outcome: string;
}

export class Journal {
  readonly entries: Entry[] = [];
  /** The most calls that were under way at once. */
  peakInFlight = 0;
  #inFlight = 0;
  readonly #attempts = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get operations(): string[] {
    return this.entries.map((entry) => entry.operation);
  }

  count(start: string): number {
    return this.entries.filter((entry) => entry.operation.startsWith(start)).length;
  }

  /** `end` may be called again, the first time counts. */
  begin(operation: string): { entry: Entry; end: () => void } {
    const attempt = (this.#attempts.get(operation) ?? 0) + 1;
    this.#attempts.set(operation, attempt);
    const entry: Entry = {
      operation,
      ordinal: this.entries.length + 1,
      attempt,
      at: this.#now(),
      durationMs: undefined,
      outcome: '',
    };
    this.entries.push(entry);
    this.#inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.#inFlight);
    const began = performance.now();
    return {
      entry,
      end: () => {
        if (entry.durationMs !== undefined) return;
        entry.durationMs = performance.now() - began;
        this.#inFlight -= 1;
      },
    };
  }

  /** Ordinals and attempts begin anew. */
  clear(): void {
    this.entries.length = 0;
    this.#attempts.clear();
    this.peakInFlight = this.#inFlight;
  }
}
