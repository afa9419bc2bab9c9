import { compareIds } from '../mms/id.ts';
import type { Alert } from '../notification/alert.ts';
import { kindOf, type Kinds } from '../notification/kind.ts';
import type { ChannelState } from './channel-state.ts';
import { acknowledge } from './outbox.ts';
import { failuresOf, type TaskState } from './task-state.ts';

/**
 * One state out of two that invocations made at the same time: `again` is what this tick makes of
 * the state that the other has written, `mine` what it made of the one before, and `told` what it
 * has told. See docs/decisions/0003-two-writers.md.
 */
export function mergeStates(
  again: ChannelState,
  mine: ChannelState,
  told: readonly Alert[],
  settings: Readonly<{ kinds: Kinds; now: number }>,
): ChannelState {
  const { kinds } = settings;
  const eventOf = (alert: Alert): string =>
    `${kindOf(kinds, alert).key(alert)} ${kindOf(kinds, alert).eventId(alert)}`;
  const events = new Set(told.map(eventOf));
  const keys = again.pending
    .filter((alert) => events.has(eventOf(alert)))
    .map((alert) => kindOf(kinds, alert).key(alert));
  const state = keys.length === 0 ? again : acknowledge(again, keys, settings);
  return {
    ...state,
    messages: Math.max(state.messages, mine.messages),
    lastMessageAt: later(state.lastMessageAt, mine.lastMessageAt),
    digests: Math.max(state.digests, mine.digests),
    // Found out anew; until then more is listed.
    idleJobs: new Map(),
    backlog: again.backlog || mine.backlog,
    failure: mine.failure,
    notBefore: later(again.notBefore, mine.notBefore),
    troubledTicks: Math.max(again.troubledTicks, mine.troubledTicks),
  };
}

const later = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

/** Whether another invocation has seen of a task all that this one has, both from `base` on. */
export function isKnownTo(
  theirs: TaskState | undefined,
  mine: TaskState | undefined,
  base: TaskState | undefined,
): boolean {
  if (theirs === undefined || mine === undefined) return mine === undefined;
  const [other, own] = [theirs.log?.after, mine.log?.after];
  if (other !== own) {
    return own === undefined || (other !== undefined && compareIds(other, own) > 0);
  }
  const hasMoved =
    JSON.stringify([theirs.revision, theirs.phase]) !==
    JSON.stringify([base?.revision, base?.phase]);
  return hasMoved && countOf(theirs) >= countOf(mine);
}

const countOf = ({ phase }: TaskState): number => failuresOf(phase)?.count ?? 0;
