import type { Alert } from '../notification/alert.ts';
import { kindOf, type Kinds, type Timing } from '../notification/kind.ts';
import type { ChannelState } from './channel-state.ts';

type DigestSettings = Readonly<{
  kinds: Kinds;
  now: number;
  /** Milliseconds; 0 tells everything at once. */
  digestEvery: number;
}>;

/** How often the interval doubles where failures wait, and where only good news does. */
const mostDoublings = { failures: 2, goodNews: 4 } as const;

/**
 * What goes out now: everything, if something is due at once or a digest is. A digest is due when
 * its interval has passed since the last message. `newlyDue` is what no earlier tick counted.
 */
export function dueAlerts(
  state: ChannelState,
  { kinds, now, digestEvery }: DigestSettings,
): Readonly<{ due: readonly Alert[]; newlyDue: readonly Alert[]; state: ChannelState }> {
  const { pending, lastMessageAt, causes, backlog } = state;
  const timings = pending.map((alert): Timing => {
    if (alert.dueAt !== undefined) return 'at once';
    const timing = kindOf(kinds, alert).timing(alert, causes);
    return timing !== 'along' && (digestEvery === 0 || backlog) ? 'at once' : timing;
  });
  const isUrgent = timings.includes('at once');
  const waits = timings.some((timing) => timing === 'digest' || timing === 'good-news digest');
  const most = timings.includes('digest') ? mostDoublings.failures : mostDoublings.goodNews;
  const interval = digestEvery * 2 ** Math.min(state.digests, most);
  const sinceMessage = lastMessageAt === undefined ? Infinity : now - lastMessageAt;
  // A clock that was set back must not keep anything waiting.
  const hasPassed = sinceMessage >= interval || sinceMessage < 0;
  if (!isUrgent && !(waits && hasPassed)) return { due: [], newlyDue: [], state };
  const wasQuiet = hasPassed && pending.every(({ at }) => at >= now);
  const digests = (wasQuiet ? 0 : state.digests) + (isUrgent ? 0 : 1);
  const due = pending.map((alert) => ({ ...alert, dueAt: alert.dueAt ?? now }));
  const newlyDue = pending.filter(({ dueAt }) => dueAt === undefined);
  return { due, newlyDue, state: { ...state, pending: due, digests } };
}

/** After a message was accepted: what it told is pending no more, and its causes are known. */
export function acknowledge(
  state: ChannelState,
  keys: readonly string[],
  { kinds, now }: Pick<DigestSettings, 'kinds' | 'now'>,
): ChannelState {
  const { pending, messages } = state;
  const told = new Set(keys);
  const isTold = (alert: Alert): boolean => told.has(kindOf(kinds, alert).key(alert));
  const causes = new Map(state.causes);
  for (const key of pending.filter(isTold).flatMap((alert) => kindOf(kinds, alert).causes(alert))) {
    const record = causes.get(key);
    if (record !== undefined) causes.set(key, { ...record, notifiedAt: now });
  }
  return {
    ...state,
    pending: pending.filter((alert) => !isTold(alert)),
    messages: messages + 1,
    lastMessageAt: now,
    causes,
    failure: undefined,
  };
}

const keptInFull = 100;

/**
 * A channel that is down for long must not make its state grow without measure: beyond so many,
 * alerts keep shortened texts.
 */
export function bounded(state: ChannelState, kinds: Kinds): ChannelState {
  if (state.pending.length <= keptInFull) return state;
  const pending = state.pending.map((alert, index) =>
    index < keptInFull ? alert : kindOf(kinds, alert).shorten(alert),
  );
  return { ...state, pending };
}

/** While one tick is worked out. What is not wanted counts as told. */
export class OutboxDraft {
  readonly #kinds: Kinds;
  readonly #isWanted: (kind: string) => boolean;
  readonly #byKey: Map<string, Alert>;

  constructor(before: readonly Alert[], kinds: Kinds, isWanted: (kind: string) => boolean) {
    this.#kinds = kinds;
    this.#isWanted = isWanted;
    const wanted = before.filter(({ kind }) => isWanted(kind));
    this.#byKey = new Map(wanted.map((alert) => [this.#keyOf(alert), alert]));
  }

  get(key: string): Alert | undefined {
    return this.#byKey.get(key);
  }

  add(alert: Alert): void {
    if (!this.#isWanted(alert.kind)) return;
    const waiting = this.get(this.#keyOf(alert));
    if (waiting === undefined) this.replace(alert);
    else {
      const { combine } = kindOf(this.#kinds, alert);
      this.replace({ ...combine(waiting, alert), dueAt: waiting.dueAt });
    }
  }

  replace(alert: Alert): void {
    this.#byKey.set(this.#keyOf(alert), alert);
  }

  after(): readonly Alert[] {
    return [...this.#byKey.values()];
  }

  #keyOf(alert: Alert): string {
    return kindOf(this.#kinds, alert).key(alert);
  }
}
