import type { Language } from '../notification/language.ts';
import type { DeliveryResult } from '../ports.ts';
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
      /**
       * Where no message is taken, whatever it says, until somebody changes something: what is
       * wrong, in a few words.
       */
      permanent?: Readonly<Record<Language, string>> | undefined;
      cause?: unknown;
    }>;

/** What a tick makes of it. */
export function failedDelivery(failure: Failure): DeliveryResult {
  const { kind, why, cause } = failure;
  switch (kind) {
    case 'unknown':
      return {
        kind: 'failed',
        failure: 'unknown',
        problem: `${why}; the message may have arrived, and the next tick sends it again`,
        cause,
      };
    case 'retryable':
    case 'refused': {
      const problem = failure.hint === undefined ? why : `${why}; ${failure.hint}`;
      return kind === 'refused' && failure.permanent !== undefined
        ? { kind: 'failed', failure: 'permanent', problem, label: failure.permanent, cause }
        : { kind: 'failed', failure: 'retryable', problem, cause };
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
