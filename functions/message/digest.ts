import type { Alert, AlertOf } from '../core/alert.ts';
import type { Language } from '../core/language.ts';

/** What a message is made from, apart from the alerts. */
export type MessageContext = Readonly<{
  /** Milliseconds since the epoch. */
  now: number;
  /** For the link to the console; none without it. */
  region: string | undefined;
  /** The mail is told the same and lists every id, so a message of Slack may point there. */
  mailAlso: boolean;
  language: Language;
  /** IANA name; for times of ours. MMS's times are shown as MMS gives them. */
  timeZone: string;
  /** Whom Slack calls, once a cause and once an escalation: `<@U…>`, `<!subteam^S…>` or `<!here>`. */
  mention: string | undefined;
}>;

/** The alerts of one tick by kind, in the order in which they are told. */
export type Digest = Readonly<{
  failed: readonly AlertOf<'failed'>[];
  recovered: readonly AlertOf<'recovered'>[];
  unknown: readonly AlertOf<'unknown'>[];
  baselines: readonly AlertOf<'baseline'>[];
  done: readonly AlertOf<'done'>[];
}>;

/** Failures that still stand before those that have mended themselves; tasks that somebody watches by id before others. */
export function digestOf(alerts: readonly Alert[]): Digest {
  const failed = ofKind(alerts, 'failed');
  const done = ofKind(alerts, 'done');
  return {
    failed: [...failed.filter((alert) => !alert.recoveredSince), ...failed.filter((alert) => alert.recoveredSince)],
    recovered: ofKind(alerts, 'recovered'),
    unknown: ofKind(alerts, 'unknown'),
    baselines: ofKind(alerts, 'baseline'),
    done: [...done.filter((alert) => alert.watchedById), ...done.filter((alert) => !alert.watchedById)],
  };
}

const ofKind = <Kind extends Alert['kind']>(alerts: readonly Alert[], kind: Kind): AlertOf<Kind>[] =>
  alerts.filter((alert): alert is AlertOf<Kind> => alert.kind === kind);
