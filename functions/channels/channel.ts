import type { Language } from '../language.ts';
import type { LocaleSettings } from '../notification/locale.ts';
import type { Audience, Notification } from '../notification/kind.ts';
import type { Channel } from '../ports.ts';
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

/** For whom the messages are written, whichever channel it is. */
export type ChannelContext = Audience & LocaleSettings;

/** What the doctor found; `hints` say what to do. */
export type ChannelFinding = Readonly<{
  verdict: 'ok' | 'warn' | 'fail';
  found: string;
  hints: readonly string[];
}>;

/** What one channel can do with its settings. */
export type ChannelService = Readonly<{
  secrets: readonly Secret[];
  /** `name` is that of the channel and of its state. */
  create(name: string, context: ChannelContext, deps: RetryDeps): Channel;
  /** Whether the service is there and would take a message; sends none. */
  probe(until: number, deps: RetryDeps): Promise<ChannelFinding>;
  /** Sends one message that says it is a test. */
  sendTest(text: string, until: number, deps: RetryDeps): Promise<ChannelFinding>;
}>;

type ChannelKind = Readonly<{
  /** What people call it, as the subject of a sentence. */
  title: Readonly<Record<Language, string>>;
  /** Its messages list every id, so those of the others may point there. */
  listsEveryId: boolean;
}>;

/** A channel that the environment configures. */
export type ConfiguredChannel = ChannelKind & ChannelService & Readonly<{ name: string }>;

/** A kind of channel: all that the function, the doctor and the preview ask of it. */
export type ChannelDefinition = ChannelKind &
  Readonly<{
    variables: Variables;
    /** No channel where its variables do not ask for one, or where there is a problem with them. */
    read(environment: Environment): Remarks & Readonly<{ service: ChannelService | undefined }>;
    /** What it would send, as files to look at, by the ends of their names. */
    preview(notification: Notification, context: ChannelContext): Readonly<Record<string, string>>;
  }>;

export function defineChannel<V extends Variables>({
  variables,
  serve,
  ...kind
}: ChannelKind &
  Readonly<{
    variables: V;
    /** Called with complete values where the channel is asked for. */
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

/** The variable that asks for the channel. */
export const keyVariable = (variables: Variables): string =>
  Object.keys(variables).find((name) => variables[name]?.required === 'one channel at least') ?? '';
