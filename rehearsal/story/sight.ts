import type { Entry, Journal } from '../world/journal.ts';
import type { World } from '../world/world.ts';
import type { ChannelName, Place, Calls } from './events.ts';

/** A table as MMS has it at this moment. */
export type SeenTable = Readonly<{
  taskId: string;
  table: string;
  status: string;
  running: boolean;
  stopped: boolean;
  retriedTimes: number;
}>;

export type SeenJob = Readonly<{ id: string; name: string; tables: readonly SeenTable[] }>;

/** What can be seen of the world between two events of the story. */
export type Sight = Readonly<{
  jobs: readonly SeenJob[];
  /** The objects in OSS; `''` before the first save. */
  states: Readonly<Record<ChannelName, string>>;
  /**
   * Every call that each service took, oldest first; of the mail server, the steps of its dialogue.
   */
  calls: Readonly<Record<Place | 'heartbeat', readonly Readonly<Entry>[]>>;
}>;

export const sightOf = (world: World): Sight => ({
  jobs: world.migration.sources
    .flatMap(({ jobs }) => jobs)
    .map(({ id, name, tasks }) => ({
      id,
      name,
      tables: tasks.map(
        ({ id: taskId, srcTableName: table, status, running, stopped, retriedTimes }) => ({
          taskId,
          table,
          status,
          running,
          stopped,
          retriedTimes,
        }),
      ),
    })),
  states: { slack: world.state('slack') ?? '', email: world.state('email') ?? '' },
  calls: {
    MMS: world.mms.journal.entries,
    OSS: world.oss.journal.entries,
    Slack: world.slack.journal.entries,
    SMTP: world.mail.journal.entries,
    heartbeat: world.heartbeat.journal.entries,
  },
});

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
