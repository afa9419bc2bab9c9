import type { BlindAlert } from '../kinds/blind.ts';
import type { Trouble } from '../notification/trouble.ts';
import type { ChannelFailure, ChannelState, ReportedFailure } from './channel-state.ts';

/** How the other channels are, by name; `unknown` where a state could not be read. */
export type OtherChannels = ReadonlyMap<string, ChannelFailure | 'healthy' | 'unknown'>;

/** After a message of its own was not taken. */
export const afterFailure = (
  before: ChannelFailure | undefined,
  { trouble, permanent }: Readonly<{ trouble: Trouble; permanent: boolean }>,
  now: number,
): ChannelFailure => ({
  since: before?.since ?? now,
  permanent,
  confirmed: permanent && before?.permanent === true,
  trouble: before?.permanent === permanent ? before.trouble : trouble,
});

/** Another channel's failure is told once while it lasts, and once when it is over. */
export function trackChannels(
  reported: ChannelState['reportedFailures'],
  others: OtherChannels,
  now: number,
): Readonly<{
  reportedFailures: ChannelState['reportedFailures'];
  alerts: readonly BlindAlert[];
}> {
  const next = new Map<string, ReportedFailure>();
  const alerts: BlindAlert[] = [];
  const tell = (channel: string, failure: ReportedFailure, until: number | undefined): void => {
    const { since, trouble } = failure;
    alerts.push({
      kind: 'blind',
      what: 'channel',
      channel,
      trouble,
      since,
      until,
      nth: 1,
      at: now,
    });
  };
  for (const [channel, health] of others) {
    const known = reported.get(channel);
    if (health === 'healthy') {
      if (known !== undefined) tell(channel, known, now);
    } else if (health === 'unknown' || health.since === known?.since) {
      if (known !== undefined) next.set(channel, known);
    } else if (health.permanent && health.confirmed) {
      const { since, trouble } = health;
      next.set(channel, { since, trouble });
      tell(channel, { since, trouble }, undefined);
    }
  }
  const isUnchanged = reported.size === 0 && next.size === 0;
  return { reportedFailures: isUnchanged ? reported : next, alerts };
}
