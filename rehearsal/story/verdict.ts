import { type Event, type Ledger, type TellingKind } from './ledger.ts';
import { channels, completionsIn, tellsOf, type ChannelName, type NamedEvent, type ReadMessage } from './told.ts';

export type CountByKind = Readonly<Record<TellingKind, number>>;

/** What came of a rehearsal. */
export type Verdict = Readonly<{
  /** What is not as it has to be, a sentence each; empty when the story went as it should. */
  complaints: readonly string[];
  /** Somebody had a hand in it, so that it is not held to its script and to what the ledger expects. */
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
export function compare(ledger: Ledger, messages: Readonly<Record<ChannelName, readonly ReadMessage[]>>): Comparison {
  const [slack, email] = [judge(ledger, messages.slack), judge(ledger, messages.email)];
  const judged = { slack, email };
  return {
    complaints: channels.flatMap((channel) => judged[channel].complaints.map((complaint) => `${channel} ${complaint}`)),
    happened: countByKind((kind) => ledger.count(kind)),
    told: { slack: slack.told, email: email.told },
  };
}

function judge(ledger: Ledger, messages: readonly ReadMessage[]): Readonly<{ told: CountByKind; complaints: readonly string[] }> {
  const named = ledger.events.filter(isNamed)
    .map((event) => ({ event, times: messages.filter((message) => tellsOf(event, message)).length }));
  const done = messages.reduce((sum, message) => sum + completionsIn(message), 0);
  const wrong = named.filter(({ times }) => times !== 1)
    .map(({ event, times }) => `was told ${times === 0 ? 'nothing' : `${times} times`} of this: ${sentence(event)}`);
  const wrongCount = done === ledger.count('done') ? [] : [`was told of ${done} completions; there were ${ledger.count('done')}`];
  return {
    told: countByKind((kind) => (kind === 'done' ? done : sum(named.filter(({ event }) => event.kind === kind).map(({ times }) => times)))),
    complaints: [...wrong, ...wrongCount],
  };
}

const isNamed = (event: Event): event is NamedEvent => event.kind !== 'done';
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function sentence(event: NamedEvent): string {
  switch (event.kind) {
    case 'failed': return `${event.table} failed (log ${event.logIds.join(', ')})`;
    case 'recovered': return `${event.table} recovered (task ${event.taskId})`;
    case 'unknown': return `a task entered the status ${event.status}`;
    case 'baseline': return `${event.target} is watched`;
    default: return event satisfies never;
  }
}

const countByKind = (count: (kind: TellingKind) => number): CountByKind => ({
  failed: count('failed'), recovered: count('recovered'), done: count('done'), unknown: count('unknown'), baseline: count('baseline'),
});
