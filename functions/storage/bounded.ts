import type { Alert } from '../kinds/alert.ts';
import type { ChannelState } from '../tracking/memory.ts';
import { shorten } from '../untrusted-text/excerpt.ts';

/**
 * Waiting failures whose rows are kept in full, and the code points kept of each text of the
 * others.
 */
const keptInFull = 100;
const keptOfTheRest = 200;

/** Failed tasks that the report of a finished job keeps, while it waits; the rest is counted. */
const failedKept = 1_000;

/**
 * A channel that is down for a night must not make its state grow without measure: later failures
 * keep short texts.
 */
export function boundOwed(state: ChannelState): ChannelState {
  if (
    state.owed.length <= keptInFull &&
    !state.owed.some((alert) => alert.kind === 'job-finished' && alert.failed.length > failedKept)
  )
    return state;
  return {
    ...state,
    owed: state.owed.map((alert, index) =>
      index < keptInFull ? withFewFailed(alert) : shortened(withFewFailed(alert)),
    ),
  };
}

function withFewFailed(alert: Alert): Alert {
  if (alert.kind !== 'job-finished' || alert.failed.length <= failedKept) return alert;
  return {
    ...alert,
    failed: alert.failed.slice(0, failedKept),
    unlisted: alert.unlisted + alert.failed.length - failedKept,
  };
}

function shortened(alert: Alert): Alert {
  if (alert.kind !== 'failed') return alert;
  return {
    ...alert,
    rows: alert.rows.slice(0, 1).map((row) => ({
      ...row,
      action: shorten(row.action, keptOfTheRest),
      message: shorten(row.message, keptOfTheRest),
    })),
  };
}
