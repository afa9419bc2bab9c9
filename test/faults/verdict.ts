import type { Breakage } from './breakages.ts';
import { channels, type ChannelName, type Event } from './busy-night.ts';
import { isMessage, stateOf, type Call } from './calls.ts';
import type { Course } from './course.ts';
import { timesTold } from './told.ts';

export type Verdict = Readonly<{
  /** Events that a channel was never told of. */
  lost: number;
  /** Messages that told something again. */
  repeated: number;
  /** What the promise does not allow, a sentence each. */
  complaints: readonly string[];
}>;

/** Secrets of the world, as its servers know them. */
const secrets =
  /aLoopbackSecretThatOpensNothing|loopback-secret-one|loopback-token-one|loopback(?:%20|\+| )password/;

/** Holds what came of a broken call against the promise. */
export function judge(course: Course): Verdict {
  const { night, struck, breakage, broken, later, timeoutSeconds, toldAtLast } = course;
  const pairs = channels.flatMap((channel) =>
    night.events.map((event) => ({
      channel,
      event,
      times: timesTold(toldAtLast[channel], event.task),
    })),
  );
  const lost = pairs.filter(({ times }) => times === 0);
  const tooOften = pairs.filter(
    ({ channel, event, times }) => times > 1 + copiesAllowed(course, channel, event),
  );
  return {
    lost: lost.length,
    repeated: channels.reduce((sum, channel) => sum + repeatsIn(course, channel), 0),
    complaints: [
      ...(struck === 0 ? ['the call was not made'] : []),
      ...some('never told', lost),
      ...some('told too often', tooOften),
      ...triedAgain(course),
      ...lateTellings(course),
      ...(broken.durationMs > timeoutSeconds * 1000
        ? [`the tick took ${Math.round(broken.durationMs)} ms of ${timeoutSeconds} s`]
        : []),
      ...silent(course),
      ...(breakage.how.kind === 'dies' ? [] : [broken])
        .concat(later)
        .filter(({ said }) => secrets.test(said))
        .map(() => 'a secret was said'),
      ...later
        .filter(({ rejection }) => rejection !== undefined)
        .map(({ rejection }) => `a tick after the world had healed rejected: ${rejection ?? ''}`),
    ],
  };
}

const some = (
  what: string,
  pairs: readonly Readonly<{ channel: ChannelName; event: Event; times: number }>[],
): readonly string[] =>
  pairs.length === 0
    ? []
    : [
        `${what}: ${pairs
          .slice(0, 3)
          .map(
            ({ channel, event, times }) =>
              `${event.alert.kind} ${event.task} to ${channel} (${times} times)`,
          )
          .join(', ')}${pairs.length > 3 ? ` and ${pairs.length - 3} more` : ''}`,
      ];

/** One copy where the receiver's answer was lost, one where the save was. */
function copiesAllowed(
  { call, breakage, unsaved, toldThen }: Course,
  channel: ChannelName,
  { task }: Event,
): number {
  const died = breakage.how.kind === 'dies';
  const whole = breakage.how.kind === 'down' && call.server === 'oss';
  const told = toldThen[channel];
  const saveLost = unsaved.has(channel) && (died || whole || stateOf(call) === channel);
  const answerLost = isMessage(call) && channelOf(call) === channel && isApplied(breakage);
  const inLostMessage =
    answerLost && told.slice(call.attempt - 1).some((telling) => telling.has(task));
  return (saveLost && timesTold(told, task) > 0) || inLostMessage ? 1 : 0;
}

/** The receiver did what it was asked to, and its answer did not arrive whole or in time. */
const isApplied = ({ how }: Breakage): boolean =>
  ('applied' in how && how.applied) ||
  ['delay', 'truncated', 'broken-off', 'stalled'].includes(how.kind);

const channelOf = (call: Call): ChannelName | undefined => {
  if (call.server === 'slack') return 'slack';
  if (call.server === 'mail') return 'email';
  return channels.find((channel) => channel === stateOf(call));
};

function repeatsIn({ toldAtLast }: Course, channel: ChannelName): number {
  const seen = new Set<string>();
  let repeats = 0;
  for (const telling of toldAtLast[channel]) {
    if ([...telling].some((task) => seen.has(task))) repeats += 1;
    for (const task of telling) seen.add(task);
  }
  return repeats;
}

/** In the tick in which an answer may still come, nothing more is sent to that receiver. */
function triedAgain({ call, breakage, calls }: Course): readonly string[] {
  if (breakage.answerLost !== true || !isMessage(call)) return [];
  const first = call.server === 'slack' ? call : { ...call, operation: 'connect' };
  const after = calls.filter(
    ({ server, operation, attempt }) =>
      server === first.server && operation === first.operation && attempt > first.attempt,
  );
  return after.length === 0 ? [] : ['tried again in the tick in which the answer was lost'];
}

/**
 * What had to be told in the broken tick itself, and was not: a fault silences what it has to do
 * with and nothing else.
 */
function lateTellings({ night, call, breakage, toldThen, broken }: Course): readonly string[] {
  if (breakage.how.kind === 'dies') return [];
  const whole = breakage.how.kind === 'down';
  const broke = channelOf(call);
  return channels.flatMap((channel) => {
    if (channel === broke || (whole && call.server === 'oss')) return [];
    const expected = night.events.filter(
      ({ task, owed }) =>
        owed || call.server !== 'mms' || !(whole || isAbout(call, task, night.byId)),
    );
    const late = expected.filter(({ task }) => timesTold(toldThen[channel], task) === 0);
    return late.length === 0
      ? []
      : [
          `${late.length} events were not told to ${channel} in the tick in which ${broke ?? 'MMS'} failed (${Math.round(broken.durationMs)} ms)`,
        ];
  });
}

/**
 * Whether MMS was asked about this task: by its log, by its id, or in the listings of the source
 * that has all others.
 */
const isAbout = ({ operation }: Call, task: string, byId: string): boolean =>
  /^(?:ListMmsTaskLogs|GetMmsTask)/.test(operation)
    ? operation.endsWith(` ${task}`)
    : task !== byId;

/**
 * What was not told or not saved makes the invocation fail, so that somebody sees it; only a wait
 * that Slack asked for does not.
 */
function silent({ night, call, breakage, broken, toldThen, unsaved }: Course): readonly string[] {
  const waits =
    call.server === 'slack' && breakage.how.kind === 'answer' && breakage.how.status === 429;
  if (
    breakage.lie === true ||
    breakage.how.kind === 'dies' ||
    waits ||
    broken.rejection !== undefined
  )
    return [];
  const untold = channels.filter((channel) =>
    night.events.some(({ task }) => timesTold(toldThen[channel], task) === 0),
  );
  return [
    ...untold.map(
      (channel) => `${channel} was not told everything, and the invocation did not fail`,
    ),
    ...[...unsaved].map(
      (channel) => `the state of ${channel} was not saved, and the invocation did not fail`,
    ),
  ];
}
