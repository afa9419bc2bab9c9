import type { DeliveryResult } from '../ports.ts';
import type { Trouble } from '../trouble.ts';
import type { ChannelFinding } from './channel.ts';

/** Why a message was not taken. `why` says what happened and `hint` what to do, for people. */
export type Failure =
  /** Not taken, but a moment later it may be. */
  | Readonly<{ kind: 'retryable'; why: string; hint?: string | undefined; cause?: unknown }>
  /** Nobody knows whether it was taken. */
  | Readonly<{ kind: 'unknown'; why: string; cause?: unknown }>
  /** Not taken, and trying again at once would change nothing. */
  | Readonly<{
      kind: 'refused';
      why: string;
      hint: string;
      /** Where no message is taken, whatever it says, until somebody changes something. */
      permanent?: Trouble | undefined;
      cause?: unknown;
    }>;

/** What a tick makes of it. */
export function failedDelivery(failure: Failure): DeliveryResult {
  const { kind, why, cause } = failure;
  switch (kind) {
    case 'unknown':
      return {
        kind: 'failed',
        problem: `${why}; the message may have arrived, and the next tick sends it again`,
        cause,
      };
    case 'retryable':
    case 'refused': {
      const problem = failure.hint === undefined ? why : `${why}; ${failure.hint}`;
      return kind === 'refused' && failure.permanent !== undefined
        ? { kind: 'failed', permanent: true, trouble: failure.permanent, problem, cause }
        : { kind: 'failed', problem, cause };
    }
    default:
      return kind satisfies never;
  }
}

/** What the doctor makes of it; `otherwise` is what to do where nothing better is known. */
export function failedFinding(failure: Failure, otherwise: string): ChannelFinding {
  const hint = failure.kind === 'unknown' ? undefined : failure.hint;
  return { verdict: 'fail', found: failure.why, hints: [hint ?? otherwise] };
}
