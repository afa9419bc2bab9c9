/**
 * Ids of MMS are 64-bit integers, more than a JSON number holds safely: here they are decimal
 * digits. Order them with `compareIds` only: as text, 10 comes before 9.
 */
type Id<Name extends string> = string & { readonly __id: Name };

export type SourceId = Id<'source'>;
export type JobId = Id<'job'>;
export type TaskId = Id<'task'>;
export type LogId = Id<'log'>;
export type TimerId = Id<'timer'>;
export type TimerLogId = Id<'timer log'>;

const digits = /^(?:0|[1-9]\d{0,19})$/;

/** `undefined` for anything but digits or a whole number that was not rounded. */
export function parseId<Name extends Id<string>>(value: unknown): Name | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value >= 0 ? (String(value) as Name) : undefined;
  if (typeof value === 'bigint') return value >= 0n ? (String(value) as Name) : undefined;
  return typeof value === 'string' && digits.test(value) ? (value as Name) : undefined;
}

/** Negative when `a` is the older id. */
export function compareIds<Name extends string>(a: Id<Name>, b: Id<Name>): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
