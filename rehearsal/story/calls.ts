import type { Journal } from '../world/journal.ts';
import type { World } from '../world/world.ts';
import type { Calls } from './events.ts';

export const callsSoFar = ({ mms, oss, slack, mail }: World): Calls => ({
  MMS: mms.journal.entries.length,
  OSS: oss.journal.entries.length,
  Slack: slack.journal.entries.length,
  SMTP: mailsIn(mail.journal),
});

export const callsBetween = (then: Calls, now: Calls): Calls => ({
  MMS: now.MMS - then.MMS,
  OSS: now.OSS - then.OSS,
  Slack: now.Slack - then.Slack,
  SMTP: now.SMTP - then.SMTP,
});

/** By the operation's name: `ListMmsTasks page 2` counts as `ListMmsTasks`. */
export function callsByOperation({
  mms,
  oss,
  slack,
  mail,
  heartbeat,
}: World): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of [...mms.journal.entries, ...oss.journal.entries]) {
    const name = operation.split(' ')[0] ?? operation;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return {
    ...counts,
    'Slack webhook': slack.journal.entries.length,
    mails: mailsIn(mail.journal),
    ...beatsSoFar(heartbeat),
  };
}

/** How often all was said to be well, and how often not. */
export const beatsSoFar = ({
  journal,
}: World['heartbeat']): Readonly<Record<'heartbeat' | 'heartbeat /fail', number>> => {
  const fail = journal.count('ping /fail');
  return { heartbeat: journal.count('ping') - fail, 'heartbeat /fail': fail };
};

const mailsIn = (journal: Journal): number => journal.count('MAIL');
