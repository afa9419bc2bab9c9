import type { Alert } from '../notification/alert.ts';
import { kindOf, type Kinds, type Timing } from '../notification/kind.ts';
import type { ChannelState, Outbox } from './channel-state.ts';

type DigestSettings = Readonly<{
  kinds: Kinds;
  now: number;
  /** Milliseconds; 0 tells everything at once. */
  digestEvery: number;
}>;

/** How far the interval of a digest doubles where failures wait, and where only good news does. */
const mostDoublings = { failures: 2, goodNews: 4 } as const;

/**
 * What goes out now: everything, if something is due at once or a digest is. A digest is due when
 * its interval has passed since the last message, so that what comes after a quiet interval goes at
 * once. `newlyDue` is what no earlier tick counted; in the outbox, `due` is marked as such.
 */
export function dueAlerts(
  { outbox, causes, backlog }: Pick<ChannelState, 'outbox' | 'causes' | 'backlog'>,
  { kinds, now, digestEvery }: DigestSettings,
): Readonly<{ due: readonly Alert[]; newlyDue: readonly Alert[]; outbox: Outbox }> {
  const { pending, lastMessageAt } = outbox;
  const timings = pending.map((alert): Timing => {
    if (alert.dueAt !== undefined) return 'at once';
    const timing = kindOf(kinds, alert).timing(alert, causes);
    return timing !== 'along' && (digestEvery === 0 || backlog) ? 'at once' : timing;
  });
  const isUrgent = timings.includes('at once');
  const waits = timings.some((timing) => timing === 'digest' || timing === 'good-news digest');
  const most = timings.includes('digest') ? mostDoublings.failures : mostDoublings.goodNews;
  const interval = digestEvery * 2 ** Math.min(outbox.digests, most);
  const sinceMessage = lastMessageAt === undefined ? Infinity : now - lastMessageAt;
  // A clock that was set back must not keep anything waiting.
  const hasPassed = sinceMessage >= interval || sinceMessage < 0;
  if (!isUrgent && !(waits && hasPassed)) return { due: [], newlyDue: [], outbox };
  const wasQuiet = hasPassed && pending.every(({ at }) => at >= now);
  const digests = (wasQuiet ? 0 : outbox.digests) + (isUrgent ? 0 : 1);
  const due = pending.map((alert) => ({ ...alert, dueAt: alert.dueAt ?? now }));
  const newlyDue = due.filter((_, index) => pending[index]?.dueAt === undefined);
  return { due, newlyDue, outbox: { ...outbox, pending: due, digests } };
}

/** After a message was accepted: what it told is pending no more, and its causes are known. */
export function acknowledge(
  state: ChannelState,
  keys: readonly string[],
  { kinds, now }: Pick<DigestSettings, 'kinds' | 'now'>,
): ChannelState {
  const { pending, messages } = state.outbox;
  const told = new Set(keys);
  const isTold = (alert: Alert): boolean => told.has(kindOf(kinds, alert).key(alert));
  const causes = new Map(state.causes);
  for (const key of pending.filter(isTold).flatMap((alert) => kindOf(kinds, alert).causes(alert))) {
    const record = causes.get(key);
    if (record !== undefined) causes.set(key, { ...record, notifiedAt: now });
  }
  const outbox = {
    ...state.outbox,
    pending: pending.filter((alert) => !isTold(alert)),
    messages: messages + 1,
    lastMessageAt: now,
  };
  return { ...state, outbox, causes, failure: undefined };
}

/** So many pending alerts are kept in full; the texts of the others are shortened. */
const keptInFull = 100;

/** A channel that is down for a night must not make its state grow without measure. */
export function bounded(state: ChannelState, kinds: Kinds): ChannelState {
  const { pending } = state.outbox;
  if (pending.length <= keptInFull) return state;
  const shortened = pending.map((alert, index) =>
    index < keptInFull ? alert : kindOf(kinds, alert).shorten(alert),
  );
  return { ...state, outbox: { ...state.outbox, pending: shortened } };
}

export class OutboxDraft {
  readonly #kinds: Kinds;
  readonly #before: Outbox;
  readonly #byKey: Map<string, Alert>;

  constructor(before: Outbox, kinds: Kinds) {
    this.#before = before;
    this.#kinds = kinds;
    this.#byKey = new Map(before.pending.map((alert) => [this.#keyOf(alert), alert]));
  }

  get(key: string): Alert | undefined {
    return this.#byKey.get(key);
  }

  add(alert: Alert): void {
    const key = this.#keyOf(alert);
    const waiting = this.#byKey.get(key);
    const combined = waiting && {
      ...kindOf(this.#kinds, alert).combine(waiting, alert),
      dueAt: waiting.dueAt,
    };
    this.#byKey.set(key, combined ?? alert);
  }

  replace(alert: Alert): void {
    this.#byKey.set(this.#keyOf(alert), alert);
  }

  remove(key: string): void {
    this.#byKey.delete(key);
  }

  after(): Outbox {
    return { ...this.#before, pending: [...this.#byKey.values()] };
  }

  #keyOf(alert: Alert): string {
    return kindOf(this.#kinds, alert).key(alert);
  }
}
