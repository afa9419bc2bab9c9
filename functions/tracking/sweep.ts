import type { JobId } from '../mms/id.ts';

const minute = 60_000;
/**
 * With a timer of one minute every job is listed at least this often plus a minute: ten minutes in
 * all.
 */
const sweepMinutes = 9;

/**
 * Whether a job at rest is listed all the same. Each job has its minute of nine, so that the sweep
 * is spread evenly and needs no memory; `listedAt`, which only a warm instance knows, saves what
 * was listed just now and fetches what was passed over.
 */
export function isSwept(job: JobId, now: number, listedAt: number | undefined): boolean {
  if (listedAt !== undefined && now - listedAt >= sweepMinutes * minute) return true;
  if (listedAt !== undefined && now - listedAt < minute) return false;
  return Math.floor(now / minute) % sweepMinutes === Number(BigInt(job) % BigInt(sweepMinutes));
}
