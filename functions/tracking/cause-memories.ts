import type { Cause, CauseMemory } from '../causes/cause.ts';

/** A cause that was quiet for so long, in milliseconds, is news when it strikes again. */
const quietAfter = 24 * 60 * 60 * 1000;
/** How many causes are remembered, the latest of them. */
const most = 500;

/**
 * What is remembered of causes while it changes; a tick without failures keeps the very same
 * object.
 */
export class CauseMemories {
  readonly #before: ReadonlyMap<string, CauseMemory>;
  #copy: Map<string, CauseMemory> | undefined;

  constructor(before: ReadonlyMap<string, CauseMemory>) {
    this.#before = before;
  }

  /** `tasks` failed of it now: none where they had failed before the channel looked. */
  strikes({ fingerprint: key, reason, category: family }: Cause, tasks: number, now: number): void {
    const copy = (this.#copy ??= new Map(this.#before));
    const known = copy.get(key);
    copy.set(
      key,
      known && now - known.lastAt < quietAfter
        ? { ...known, lastAt: now, seen: known.seen + tasks }
        : { reason, category: family, firstAt: now, lastAt: now, seen: tasks, toldAt: undefined },
    );
  }

  after(): ReadonlyMap<string, CauseMemory> {
    if (!this.#copy) return this.#before;
    if (this.#copy.size <= most) return this.#copy;
    return new Map([...this.#copy].sort(([, a], [, b]) => b.lastAt - a.lastAt).slice(0, most));
  }
}

/** The cause as it is remembered under its key. */
export function causeNamed(
  key: string | undefined,
  causes: ReadonlyMap<string, CauseMemory>,
): Cause | undefined {
  const known = key === undefined ? undefined : causes.get(key);
  return key === undefined || known === undefined
    ? undefined
    : { fingerprint: key, reason: known.reason, category: known.category };
}
