import { compareIds, type LogId } from './id.ts';

export type LogPosition = Readonly<{
  after: LogId;
  /**
   * The newest rows at or below `after`, oldest first. One between them that is not among them came
   * late: its transaction ended after those of rows with higher ids.
   */
  recent: readonly LogId[];
}>;

export const recentRows = 16;

/**
 * Without a position, every row is news. A log that shows no row that was read before began anew,
 * as after its table was restored.
 */
export function judgeFrom(position: LogPosition | undefined) {
  if (position === undefined) return { isNews: () => true, showsSameLog: () => true };
  const { after, recent } = position;
  const seen = new Set([after, ...recent]);
  const [oldest = after] = recent;
  return {
    isNews: (id: LogId) =>
      compareIds(id, after) > 0 || (compareIds(id, oldest) > 0 && !seen.has(id)),
    showsSameLog: (id: LogId) => compareIds(id, after) >= 0 || seen.has(id),
  };
}
