/** Causes by what mends them. A cause that is in none is unknown, and nothing is advised. */
export const causeCategories = [
  'row-counts',
  'throttled',
  'out-of-memory',
  'disk',
  'credentials',
  'unsupported',
  'schema-mismatch',
  'bad-value',
  'too-many-partitions',
  'quota',
  'not-found',
  'no-privilege',
  'conflict',
  'timeout',
  'source-unreachable',
] as const;
export type CauseCategory = (typeof causeCategories)[number];
