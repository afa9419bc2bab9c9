import type { JobId, SourceId } from '../mms/id.ts';

/** A job as messages name it. */
export type AlertedJob = Readonly<{
  id: JobId;
  sourceId: SourceId;
  name: string;
  sourceName: string;
}>;

/** Where a job stands: each of its tasks is counted in one of the five. */
export type JobStanding = AlertedJob &
  Readonly<{
    done: number;
    /** Failed and not running, stopped or not. */
    failed: number;
    running: number;
    /** Neither ended nor running nor stopped. */
    waiting: number;
    /** Stopped by somebody before they ended. */
    stopped: number;
    /** `taskNum` where MMS told it, else the listed tasks; never fewer than those. */
    total: number;
    /**
     * Tasks done in an hour: in the last one, or at the rate since the channel first saw one done
     * if that is more recent.
     */
    perHour: number | undefined;
    /**
     * Milliseconds until running and waiting tasks are done at that rate; `undefined` where there
     * is no rate or nothing left.
     */
    leftMs: number | undefined;
  }>;
