import type { Entry } from '../world/journal.ts';
import type { World } from '../world/world.ts';
import type { ChannelName } from './channels.ts';
import type { Place } from './events.ts';

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
