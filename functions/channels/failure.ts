import type { DeliveryResult } from '../ports.ts';
import type { Trouble } from '../trouble.ts';
import type { ChannelFinding } from './channel.ts';

export type Failure =
  /** A moment later it may be accepted. */
  | Readonly<{ kind: 'retryable'; why: string; hint?: string | undefined; cause?: unknown }>
  /** It may have been accepted. */
  | Readonly<{ kind: 'unknown'; why: string; cause?: unknown }>
  /** Trying again at once would change nothing. */
  | Readonly<{
      kind: 'refused';
      why: string;
      hint: string;
      /** No message will be accepted until somebody changes something. */
      permanent?: Trouble | undefined;
      cause?: unknown;
    }>;

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
      const trouble = kind === 'refused' ? failure.permanent : undefined;
      return trouble === undefined
        ? { kind: 'failed', problem, cause }
        : { kind: 'failed', permanent: true, trouble, problem, cause };
    }
    default:
      return kind satisfies never;
  }
}

/** For the doctor; `otherwise` is for failures without a hint. */
export function failedFinding(failure: Failure, otherwise: string): ChannelFinding {
  const hint = failure.kind === 'unknown' ? undefined : failure.hint;
  return { verdict: 'fail', found: failure.why, hints: [hint ?? otherwise] };
}
