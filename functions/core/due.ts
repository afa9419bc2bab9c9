import type { Alert } from './alert.ts';
import { alertKey } from './alert.ts';
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
 * Completions of sources and jobs are told every `doneEvery` milliseconds at most, or along with whatever else goes
 * out; the first after a quiet interval goes at once. Everything else is due when it comes up.
 */
export function dueAlerts(state: ChannelState, now: number, doneEvery: number): DueAlerts {
  const gathered = (alert: Alert): boolean => alert.kind === 'done' && !alert.watchedById && !alert.due;
  const intervalOver = state.completionsToldAt === undefined || now - state.completionsToldAt >= doneEvery || now < state.completionsToldAt;
  const goes = intervalOver || state.owed.some((alert) => !gathered(alert));
  const due = goes ? state.owed : [];
  if (due.length === 0) return { due, newlyDue: [], state };
  return {
    due,
    newlyDue: due.filter((alert) => !alert.due),
    state: { ...state, owed: state.owed.map((alert) => (alert.due ? alert : { ...alert, due: true })) },
  };
}

/** After a message was accepted: what it told is owed no more. */
export function settle(state: ChannelState, covers: readonly string[], now: number): ChannelState {
  const told = new Set(covers);
  const completions = state.owed.some((alert) => alert.kind === 'done' && told.has(alertKey(alert)));
  return {
    ...state,
    owed: state.owed.filter((alert) => !told.has(alertKey(alert))),
    completionsToldAt: completions ? now : state.completionsToldAt,
  };
}
