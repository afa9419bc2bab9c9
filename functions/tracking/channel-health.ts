import type { BlindAlert } from '../kinds/blind.ts';
import type { Trouble } from '../trouble.ts';
import type { ChannelFailure, ChannelState, ReportedFailure } from './channel-state.ts';

/** How the other channels are, by name; `unknown` where a state could not be read. */
export type OtherChannels = ReadonlyMap<string, ChannelFailure | 'healthy' | 'unknown'>;

/** One refusal may be over by the next tick, unless it is for good; of so many others hear. */
const mostRefusals = 3;

export function afterFailure(
  before: ChannelFailure | undefined,
  { trouble, refused }: Readonly<{ trouble: Trouble; refused: 'once' | 'for good' | undefined }>,
  now: number,
): ChannelFailure {
  const permanent = refused === 'for good';
  const refusals = Math.min(mostRefusals, (before?.refusals ?? 0) + 1);
  return {
    since: before?.since ?? now,
    permanent,
    refusals: refused === undefined ? 0 : refusals,
    trouble: before?.permanent === permanent ? before.trouble : trouble,
  };
}

/** As the others hear of it in the same tick: a refusal for good needs no second one. */
export const metNow = (failure: ChannelFailure): ChannelFailure =>
  failure.permanent ? { ...failure, refusals: mostRefusals } : failure;

const isLasting = ({ refusals, permanent }: ChannelFailure): boolean =>
  refusals >= (permanent ? 2 : mostRefusals);

/** Another channel's failure is told once while it lasts, and once when it is over. */
export function trackChannels(
  reported: ChannelState['reportedFailures'],
  others: OtherChannels,
  now: number,
  raise: (alert: BlindAlert) => void,
): ChannelState['reportedFailures'] {
  const next = new Map<string, ReportedFailure>();
  const tell = (channel: string, failure: ReportedFailure, until: number | undefined): void => {
    raise({ kind: 'blind', what: 'channel', channel, ...failure, until, nth: 1, at: now });
  };
  for (const [channel, health] of others) {
    const known = reported.get(channel);
    if (health === 'healthy') {
      if (known !== undefined) tell(channel, known, now);
    } else if (health === 'unknown' || health.since === known?.since) {
      if (known !== undefined) next.set(channel, known);
    } else if (isLasting(health)) {
      const { since, trouble } = health;
      next.set(channel, { since, trouble });
      tell(channel, { since, trouble }, undefined);
    }
  }
  return next;
}
