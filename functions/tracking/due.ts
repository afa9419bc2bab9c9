import type { Alert } from '../kinds/alert.ts';
import { alertKey } from '../kinds/alert.ts';
import type { CauseMemory } from '../causes/cause.ts';
import type { ChannelState } from './memory.ts';

/** What goes out now and what is gathered on. */
export type DueAlerts = Readonly<{
  due: readonly Alert[];
  /** Those of `due` that no earlier tick counted. */
  newlyDue: readonly Alert[];
  /** The state in which `due` is marked as such. */
  state: ChannelState;
}>;

/**
 * Milliseconds between two tellings of completions, and of failures of one cause; 0 tells them at
 * once.
 */
export type Gathering = Readonly<{ doneEvery: number; repeatEvery: number }>;

/** Tasks fail over hours, so they would be reminded of over hours, one by one. */
const remindersEvery = 60 * 60_000;

/**
 * Completions of sources and jobs, and failures of a cause that was told, are told once an interval
 * at most, or along with whatever else goes out; the first after a quiet interval goes at once. So
 * do reminders. Everything else is due when it comes up.
 */
export function dueAlerts(state: ChannelState, now: number, gathering: Gathering): DueAlerts {
  const due = state.owed.some((alert) => !waits(alert, state, now, gathering)) ? state.owed : [];
  if (due.length === 0) return { due, newlyDue: [], state };
  return {
    due,
    newlyDue: due.filter((alert) => !alert.due),
    state: {
      ...state,
      owed: state.owed.map((alert) => (alert.due ? alert : { ...alert, due: true })),
    },
  };
}

function waits(
  alert: Alert,
  state: ChannelState,
  now: number,
  { doneEvery, repeatEvery }: Gathering,
): boolean {
  const within = (interval: number, toldAt: number | undefined): boolean =>
    toldAt !== undefined && now >= toldAt && now - toldAt < interval;
  if (alert.due) return false;
  switch (alert.kind) {
    case 'done':
      return !alert.watchedById && within(doneEvery, state.completionsToldAt);
    case 'failed':
      return (
        !alert.watchedById &&
        !alert.recoveredSince &&
        within(repeatEvery, state.causes.get(alert.cause.fingerprint)?.toldAt)
      );
    case 'reminder':
      return within(remindersEvery, state.remindersToldAt);
    case 'recovered':
    case 'unknown':
    case 'baseline':
    case 'job-finished':
    case 'escalation':
    case 'stalled':
    case 'blind':
      return false;
    default:
      return alert satisfies never;
  }
}

/** After a message was accepted: what it told is owed no more. */
export function settle(state: ChannelState, covers: readonly string[], now: number): ChannelState {
  const told = new Set(covers);
  const covered = state.owed.filter((alert) => told.has(alertKey(alert)));
  const tells = (kind: Alert['kind']): boolean => covered.some((alert) => alert.kind === kind);
  return {
    ...state,
    owed: state.owed.filter((alert) => !told.has(alertKey(alert))),
    causes: causesTold(state.causes, covered, now),
    completionsToldAt: tells('done') ? now : state.completionsToldAt,
    remindersToldAt: tells('reminder') ? now : state.remindersToldAt,
  };
}

function causesTold(
  causes: ChannelState['causes'],
  covered: readonly Alert[],
  now: number,
): ChannelState['causes'] {
  const told = new Map<string, CauseMemory>();
  for (const alert of covered) {
    const known = alert.kind === 'failed' ? causes.get(alert.cause.fingerprint) : undefined;
    if (alert.kind === 'failed' && known)
      told.set(alert.cause.fingerprint, { ...known, toldAt: now });
  }
  return told.size === 0 ? causes : new Map([...causes, ...told]);
}
