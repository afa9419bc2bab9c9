import { untrustedName } from '../untrusted-text/untrusted-text.ts';

/** A name or a word of MMS, cleaned, masked and of bounded length. */
export type Names = (raw: unknown) => string;

/**
 * Enough for the names of sources, jobs and schemas, statuses and times; beyond it nothing is
 * remembered any more.
 */
const most = 20_000;

/**
 * One word of table names, statuses and the like, in which no token can hide that shows itself by
 * how it begins.
 */
const plainWord =
  /^(?!.*(?:LTAI|A(?:KIA|SIA|ROA|IDA|NPA|GPA|Iza)|gh[opsur]_|github_pat_|dapi|PRIVATE))\w{1,128}$/;
const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/**
 * The names of one reader. Thousands of tasks share a source, a job, a database and a status: each
 * is cleaned once and kept once. Names that are clean at first sight need no search for secrets,
 * which would take most of a quiet tick.
 */
export function createNames(): Names {
  const known = new Map<string, string>();
  return (raw) => {
    if (raw === undefined || raw === null || raw === '') return '';
    if (typeof raw !== 'string') return untrustedName(raw);
    const before = known.get(raw);
    if (before !== undefined) return before;
    const name = plainWord.test(raw) || time.test(raw) ? raw : untrustedName(raw);
    if (known.size < most && raw.length <= 200) known.set(raw, name);
    return name;
  };
}
