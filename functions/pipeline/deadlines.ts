/** Moments, in milliseconds since the epoch, by which each part of a tick has to be over. */
export type Deadlines = Readonly<{
  /** The states: one that does not come must leave time for the other channel. */
  loadUntil: number;
  /** The listings: one that hangs must leave time for the logs of the others. */
  listUntil: number;
  /** After this no further log is asked for; those asked for have until `readUntil`. */
  askUntil: number;
  readUntil: number;
  deliverUntil: number;
  saveUntil: number;
}>;

/**
 * Splits the time that FC gives an invocation, less a margin for its own start and end: three
 * fifths for reading, a quarter for delivery, the rest for saving. Each step ends before the next
 * one has to begin, so that neither a state nor a source that hangs holds up another one. What is
 * read decides how much there is to compose and save: with four channels, 100,000 tasks and a storm
 * these took at most 15 of 45 s at the deployed size.
 */
export function deadlinesOf(startedAt: number, timeoutMs: number): Deadlines {
  const margin = Math.min(5_000, Math.max(300, timeoutMs * 0.1));
  const usable = Math.max(0, timeoutMs - margin);
  return {
    loadUntil: startedAt + usable * 0.15,
    listUntil: startedAt + usable * 0.4,
    askUntil: startedAt + usable * 0.5,
    readUntil: startedAt + usable * 0.6,
    deliverUntil: startedAt + usable * 0.85,
    saveUntil: startedAt + usable,
  };
}
