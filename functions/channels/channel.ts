import type { Language } from '../language.ts';
import type { LocaleSettings } from '../notification/locale.ts';
import type { Audience, Notification } from '../notification/kind.ts';
import type { Channel, DeliveryResult } from '../ports.ts';
import type { RetryDeps } from '../runtime/retry.ts';
import {
  readVariables,
  textOf,
  type Environment,
  type Reading,
  type Remarks,
  type Variables,
} from '../settings/environment.ts';
import type { Secret } from '../settings/secret.ts';
import type { Trouble } from '../trouble.ts';

export type ChannelContext = Audience & LocaleSettings;

export type ChannelFinding = Readonly<{
  verdict: 'ok' | 'warn' | 'fail';
  found: string;
  hints: readonly string[];
}>;

export type ChannelService = Readonly<{
  secrets: readonly Secret[];
  /** `name` is that of its state too. */
  create(name: string, context: ChannelContext, deps: RetryDeps): Channel;
  /** Whether the service works; sends nothing. */
  probe(until: number, deps: RetryDeps): Promise<ChannelFinding>;
  sendTest(text: string, until: number, deps: RetryDeps): Promise<ChannelFinding>;
}>;

type ChannelKind = Readonly<{
  /** The subject of a sentence. */
  title: Readonly<Record<Language, string>>;
  /** Other channels may point to it for ids. */
  listsEveryId: boolean;
}>;

export type ConfiguredChannel = ChannelKind & ChannelService & Readonly<{ name: string }>;

export type ChannelDefinition = ChannelKind &
  Readonly<{
    variables: Variables;
    /** `undefined` where it is not wanted or has a problem. */
    read(environment: Environment): Remarks & Readonly<{ service: ChannelService | undefined }>;
    /** What it would send, as files by the ends of their names. */
    preview(notification: Notification, context: ChannelContext): Readonly<Record<string, string>>;
  }>;

export function defineChannel<V extends Variables>({
  variables,
  serve,
  ...kind
}: ChannelKind &
  Readonly<{
    variables: V;
    /** Called with complete values. */
    serve: (values: Reading<V>['values']) => ChannelService | undefined;
    preview: ChannelDefinition['preview'];
  }>): ChannelDefinition {
  return {
    ...kind,
    variables,
    read: (environment) => {
      const { values, problems, warnings } = readVariables(variables, environment);
      const asked = textOf(environment, keyVariable(variables)) !== undefined;
      const service = asked && problems.length === 0 ? serve(values) : undefined;
      return { service, problems, warnings };
    },
  };
}

export const keyVariable = (variables: Variables): string =>
  Object.keys(variables).find((name) => variables[name]?.required === 'one channel at least') ?? '';

export type Failure =
  /** A moment later it may be accepted. */
  | Readonly<{
      kind: 'retryable';
      why: string;
      hint?: string | undefined;
      retryAfterMs?: number | undefined;
      cause?: unknown;
    }>
  /**
   * It may have been accepted. What broke is tried again, since twice is better than late; else the
   * answer may still be on its way.
   */
  | Readonly<{ kind: 'broken' | 'unknown'; why: string; cause?: unknown }>
  /** Another try at once would change nothing. */
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
    case 'broken':
    case 'unknown':
      return {
        kind: 'failed',
        problem: `${why}; the message may have arrived, and the next tick sends it again`,
        cause,
      };
    case 'retryable': {
      const problem = failure.hint === undefined ? why : `${why}; ${failure.hint}`;
      return { kind: 'failed', problem, cause };
    }
    case 'refused': {
      const { hint, permanent: trouble } = failure;
      const refusal = { kind: 'failed', problem: `${why}; ${hint}`, cause } as const;
      return trouble === undefined
        ? { ...refusal, refused: 'once' }
        : { ...refusal, refused: 'for good', trouble };
    }
    default:
      return kind satisfies never;
  }
}

/** For the doctor. */
export function failedFinding(failure: Failure, otherwise: string): ChannelFinding {
  const hint = 'hint' in failure ? failure.hint : undefined;
  return { verdict: 'fail', found: failure.why, hints: [hint ?? otherwise] };
}
