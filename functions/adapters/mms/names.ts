import { foreignName } from '../../foreign-text/foreign-text.ts';

/** A name or a word of MMS, cleaned, masked and of bounded length. */
export type Names = (raw: unknown) => string;

/** Enough for the names of sources, jobs and schemas, statuses and times; beyond it nothing is remembered any more. */
const most = 20_000;

/**
 * The names of one reader. Thousands of tasks share a source, a job, a database and a status: each is cleaned once and
 * kept once.
 */
export function createNames(): Names {
  const known = new Map<string, string>();
  return (raw) => {
    if (typeof raw !== 'string') return foreignName(raw);
    const before = known.get(raw);
    if (before !== undefined) return before;
    const name = foreignName(raw);
    // One string for both where nothing had to be cleaned.
    if (known.size < most && raw.length <= 200) known.set(name === raw ? name : raw, name);
    return name;
  };
}
