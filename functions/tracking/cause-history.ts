import { causeKey, type Cause, type CauseHistory, type CauseRecord } from '../causes/cause.ts';
import type { TaskRef } from '../notification/alert.ts';
import { quietAfter } from '../notification/failures/causes.ts';

const most = 1_000;

type OfJob = Pick<TaskRef, 'sourceId' | 'jobId'>;

export class CauseHistoryDraft {
  readonly #causes: Map<string, CauseRecord>;

  constructor(before: CauseHistory) {
    this.#causes = new Map(before);
  }

  /** `tasks` failed of it now: none where they had failed before the channel looked. */
  record(task: OfJob, cause: Cause, tasks: number, now: number): void {
    const key = causeKey(task, cause.fingerprint);
    const known = this.#causes.get(key);
    const isKnown = known !== undefined && now - known.lastAt < quietAfter;
    const record = isKnown
      ? { ...known, count: known.count + tasks }
      : { ...cause, firstAt: now, count: tasks, notifiedAt: undefined };
    this.#causes.set(key, { ...record, lastAt: now });
  }

  find(task: OfJob, fingerprint: string | undefined): Cause | undefined {
    const known = fingerprint && this.#causes.get(causeKey(task, fingerprint));
    if (!known) return undefined;
    const { reason, category, detail } = known;
    return { fingerprint: known.fingerprint, reason, category, detail };
  }

  after(): CauseHistory {
    if (this.#causes.size <= most) return this.#causes;
    const latest = [...this.#causes].sort(([, a], [, b]) => b.lastAt - a.lastAt);
    return new Map(latest.slice(0, most));
  }
}
