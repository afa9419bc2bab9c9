import { tally } from '../world/verdict.ts';
import type { World } from '../world/world.ts';
import type { Calls } from './events.ts';

export const callsSoFar = ({ journals: { MMS, OSS, Slack, SMTP } }: World): Calls => ({
  MMS: MMS.entries.length,
  OSS: OSS.entries.length,
  Slack: Slack.entries.length,
  SMTP: SMTP.count('MAIL'),
});

export const callsBetween = (then: Calls, now: Calls): Calls => ({
  MMS: now.MMS - then.MMS,
  OSS: now.OSS - then.OSS,
  Slack: now.Slack - then.Slack,
  SMTP: now.SMTP - then.SMTP,
});

/** `ListMmsTasks page 2` counts as `ListMmsTasks`. */
export function callsByOperation(world: World): Readonly<Record<string, number>> {
  const { MMS, OSS } = world.journals;
  const { Slack, SMTP } = callsSoFar(world);
  return {
    ...tally([...MMS.operations, ...OSS.operations].map((one) => one.replace(/ .*/, ''))),
    'Slack webhook': Slack,
    mails: SMTP,
    ...beatsSoFar(world),
  };
}

export function beatsSoFar({
  journals: { heartbeat },
}: World): Readonly<Record<'heartbeat' | 'heartbeat /fail', number>> {
  const fail = heartbeat.count('ping /fail');
  return { heartbeat: heartbeat.count('ping') - fail, 'heartbeat /fail': fail };
}
