import type { Alert, AlertOf } from '../kinds/alert.ts';
import type { LocaleSettings } from './locale.ts';
import type { Audience, Notification } from './notification.ts';
import type { JobStanding } from '../tracking/job-standing.ts';
import { clustersOf, type Cluster } from './clusters.ts';
import { sourceNamesOf } from './source-names.ts';

/** What a message is made from, apart from the briefing. */
export type MessageContext = Audience &
  LocaleSettings &
  Readonly<{
    /** Milliseconds since the epoch. */
    now: number;
    /** Whom a chat calls, once a cause and once an escalation, in its own markup. */
    mention?: string | undefined;
  }>;

/** The alerts of one tick by kind, in the order in which they are told. */
export type Digest = Readonly<{
  finished: readonly AlertOf<'job-finished'>[];
  escalations: readonly AlertOf<'escalation'>[];
  blind: readonly AlertOf<'blind'>[];
  failed: readonly AlertOf<'failed'>[];
  /** `failed`, by cause. */
  clusters: readonly Cluster[];
  stalled: readonly AlertOf<'stalled'>[];
  reminders: readonly AlertOf<'reminder'>[];
  recovered: readonly AlertOf<'recovered'>[];
  unknown: readonly AlertOf<'unknown'>[];
  baselines: readonly AlertOf<'baseline'>[];
  done: readonly AlertOf<'done'>[];
  /** Of jobs that no closing report is told of. */
  standings: readonly JobStanding[];
  /** What sources are called, as far as the briefing says it. */
  sourceNames: ReadonlyMap<string, string>;
}>;

/**
 * By cause, failures that still stand first; tasks that somebody watches by id before other
 * completions.
 */
export function digestOf({ alerts, causes, standings }: Notification): Digest {
  const clusters = clustersOf(ofKind(alerts, 'failed'), causes);
  const done = ofKind(alerts, 'done');
  const finished = ofKind(alerts, 'job-finished');
  return {
    finished,
    escalations: ofKind(alerts, 'escalation'),
    blind: ofKind(alerts, 'blind'),
    failed: clusters.flatMap(({ failures }) => failures),
    clusters,
    stalled: ofKind(alerts, 'stalled'),
    reminders: ofKind(alerts, 'reminder'),
    recovered: ofKind(alerts, 'recovered'),
    unknown: ofKind(alerts, 'unknown'),
    baselines: ofKind(alerts, 'baseline'),
    done: [
      ...done.filter((alert) => alert.watchedById),
      ...done.filter((alert) => !alert.watchedById),
    ],
    standings: standings.filter(
      ({ id, sourceId }) => !finished.some(({ job }) => job.id === id && job.sourceId === sourceId),
    ),
    sourceNames: sourceNamesOf(alerts, standings),
  };
}

const ofKind = <Kind extends Alert['kind']>(
  alerts: readonly Alert[],
  kind: Kind,
): AlertOf<Kind>[] => alerts.filter((alert): alert is AlertOf<Kind> => alert.kind === kind);
