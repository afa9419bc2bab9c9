/** A table a month for each of these: enough to fail in a crowd. */
const subjects = [
  'clicks',
  'events',
  'orders',
  'page_views',
  'prices',
  'refunds',
  'searches',
  'sessions',
  'shipments',
  'stock',
] as const;
const months = 12;
const lastYear = 2025;

/**
 * The job that archives a year, and the database that it comes from; each further crowd is the year
 * before.
 */
export const crowdJob = (crowd: number): string => `archive_${lastYear - crowd}`;

export const crowdTables: readonly string[] = Array.from({ length: months }, (_, month) =>
  String(month + 1).padStart(2, '0'),
).flatMap((month) => subjects.map((subject) => `${subject}_${month}`));
