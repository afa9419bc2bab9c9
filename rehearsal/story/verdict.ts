import { channels, type ChannelName } from './channels.ts';
import {
  tellingKinds,
  type Event,
  type Ledger,
  type NamedEvent,
  type TellingKind,
} from './ledger.ts';
import { completionsIn, tellsOf, type ReadMessage } from './told.ts';

export type CountByKind = Readonly<Record<TellingKind, number>>;

/** What came of a rehearsal. */
export type Verdict = Readonly<{
  /** What is not as it has to be, a sentence each; empty when the story went as it should. */
  complaints: readonly string[];
  /**
   * Somebody had a hand in it, so that it is not held to its script and to what the ledger expects.
   */
  disturbed: boolean;
  happened: CountByKind;
  told: Readonly<Record<ChannelName, CountByKind>>;
  messages: Readonly<Record<ChannelName, number>>;
  /** Calls by the operation's name, over the whole story. */
  calls: Readonly<Record<string, number>>;
  stateBytes: Readonly<Record<ChannelName, number>>;
}>;

export type Comparison = Pick<Verdict, 'complaints' | 'happened' | 'told'>;

/** Holds each event of the ledger against what each channel was told: it must be told, and once. */
export function compare(
  ledger: Ledger,
  messages: Readonly<Record<ChannelName, readonly ReadMessage[]>>,
): Comparison {
  const [slack, email] = [
    judge('slack', ledger, messages.slack),
    judge('email', ledger, messages.email),
  ];
  const judged = { slack, email };
  return {
    complaints: channels.flatMap((channel) =>
      judged[channel].complaints.map((complaint) => `${channel} ${complaint}`),
    ),
    happened: countByKind((kind) => ledger.count(kind)),
    told: { slack: slack.told, email: email.told },
  };
}

function judge(
  channel: ChannelName,
  ledger: Ledger,
  messages: readonly ReadMessage[],
): Readonly<{ told: CountByKind; complaints: readonly string[] }> {
  const named = ledger.events.filter(isNamed).map((event) => ({
    event,
    due: isFor(channel, event) ? 1 : 0,
    times: messages.filter((message) => tellsOf(event, message)).length,
  }));
  const done = messages.reduce((sum, message) => sum + completionsIn(message), 0);
  const wrong = named
    .filter(({ due, times }) => times !== due)
    .map(
      ({ event, times }) =>
        `was told ${times === 0 ? 'nothing' : times === 1 ? 'once' : `${times} times`} of this: ${sentence(event)}`,
    );
  const wrongCount =
    done === ledger.count('done')
      ? []
      : [`was told of ${done} completions; there were ${ledger.count('done')}`];
  return {
    told: countByKind((kind) =>
      kind === 'done'
        ? done
        : sum(named.filter(({ event }) => event.kind === kind).map(({ times }) => times)),
    ),
    complaints: [...wrong, ...wrongCount],
  };
}

const isNamed = (event: Event): event is NamedEvent => event.kind !== 'done';
/** A channel that is lost cannot be told so itself. */
const isFor = (channel: ChannelName, event: NamedEvent): boolean =>
  !(event.kind === 'blind' && event.what === 'channel lost' && event.channel === channel);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function sentence(event: NamedEvent): string {
  switch (event.kind) {
    case 'failed':
      return `${event.table} failed (log ${event.logIds.join(', ')})`;
    case 'recovered':
      return `${event.table} recovered (task ${event.taskId})`;
    case 'unknown':
      return `a task entered the status ${event.status}`;
    case 'baseline':
      return `${event.target} is watched`;
    case 'job-finished':
      return `job ${event.jobId} is finished, ${event.done} of ${event.of} done`;
    case 'escalation':
      return `job ${event.jobId} needs a person`;
    case 'stalled':
      return `${event.table} has stalled (task ${event.taskId})`;
    case 'reminder':
      return `${event.table} has stayed failed (task ${event.taskId})`;
    case 'blind':
      return event.what === 'channel lost'
        ? `${event.channel} refuses whatever it is told`
        : `source ${event.sourceId} can${event.what === 'sight lost' ? 'not be read' : ' be read again'}`;
    default:
      return event satisfies never;
  }
}

const countByKind = (count: (kind: TellingKind) => number): CountByKind => {
  const counts = {
    escalation: 0,
    blind: 0,
    failed: 0,
    stalled: 0,
    reminder: 0,
    recovered: 0,
    unknown: 0,
    done: 0,
    'job-finished': 0,
    baseline: 0,
  };
  for (const kind of tellingKinds) counts[kind] = count(kind);
  return counts;
};
