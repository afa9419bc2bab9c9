type Entry = Readonly<{ operation: string; ordinal: number; attempt: number }> & {
  /** The status answered, or what else became of it: `reset`, `hang`; empty while nothing has. */
  outcome: string;
};

export class Journal {
  readonly entries: Entry[] = [];
  inFlight = 0;
  /** The most calls that were under way at once. */
  peakInFlight = 0;
  readonly #attempts = new Map<string, number>();

  get operations(): string[] {
    return this.entries.map(({ operation }) => operation);
  }

  count(start: string): number {
    return this.operations.filter((operation) => operation.startsWith(start)).length;
  }

  /** The call is under way until it `ended`. */
  begin(operation: string): Entry {
    const attempt = (this.#attempts.get(operation) ?? 0) + 1;
    this.#attempts.set(operation, attempt);
    const entry = { operation, ordinal: this.entries.length + 1, attempt, outcome: '' };
    this.entries.push(entry);
    this.inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
    return entry;
  }

  ended(): void {
    this.inFlight -= 1;
  }

  /** Ordinals and attempts begin anew. */
  clear(): void {
    this.entries.length = 0;
    this.#attempts.clear();
    this.peakInFlight = this.inFlight;
  }
}
