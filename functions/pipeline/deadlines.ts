/** Milliseconds since the epoch, as all moments here. */
export type TickTime = Readonly<{ startedAt: number; loadUntil: number; saveUntil: number }>;

/** By when each step after loading has to be over. */
export type Deadlines = Readonly<{
  /** A listing that hangs must leave time for the logs of the others. */
  listUntil: number;
  /** After this no further log is asked for; those asked for have until `readUntil`. */
  askUntil: number;
  readUntil: number;
  deliverUntil: number;
  saveUntil: number;
}>;

/** The time that FC gives an invocation, less a margin for its own start and end. */
export function tickTimeOf(startedAt: number, timeoutMs: number): TickTime {
  const margin = Math.min(5_000, Math.max(300, timeoutMs * 0.1));
  const usable = Math.max(0, timeoutMs - margin);
  return { startedAt, loadUntil: startedAt + usable * 0.4, saveUntil: startedAt + usable };
}

/**
 * Shares out the time that is left after what saving will cost: twice what loading did, since each
 * state is read again and then written, or what the last saves did, and never less than a fixed
 * share. See docs/decisions/0016-time.md.
 */
export function deadlinesOf(
  { startedAt, saveUntil }: TickTime,
  loadedAt: number,
  lastSavesMs: number,
): Deadlines {
  const usable = saveUntil - startedAt;
  const savingMs = Math.max(usable * 0.15, 2 * (loadedAt - startedAt), lastSavesMs);
  const deliverUntil = saveUntil - Math.min(savingMs, usable / 2);
  const until = (share: number): number => loadedAt + (deliverUntil - loadedAt) * share;
  return {
    listUntil: until(0.47),
    askUntil: until(0.59),
    readUntil: until(0.7),
    deliverUntil,
    saveUntil,
  };
}
