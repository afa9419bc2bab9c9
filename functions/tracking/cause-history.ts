import { causeKey, type Cause, type CauseRecord, type CauseHistory } from '../causes/cause.ts';
import type { TaskRef } from '../notification/alert.ts';
import { quietAfter } from '../notification/failures/causes.ts';

/** How many causes are remembered, the latest of them. */
const most = 1_000;

/** The causes that a channel knows, while one tick is worked out. */
export class CauseHistoryDraft {
  readonly #before: CauseHistory;
  #copy: Map<string, CauseRecord> | undefined;

  constructor(before: CauseHistory) {
    this.#before = before;
  }

  /** `tasks` failed of it now: none where they had failed before the channel looked. */
  record(
    task: Pick<TaskRef, 'sourceId' | 'jobId'>,
    cause: Cause,
    tasks: number,
    now: number,
  ): void {
    const copy = (this.#copy ??= new Map(this.#before));
    const key = causeKey(task, cause.fingerprint);
    const known = copy.get(key);
    const isKnown = known !== undefined && now - known.lastAt < quietAfter;
    const { reason, category, detail } = cause;
    copy.set(
      key,
      isKnown
        ? { ...known, lastAt: now, count: known.count + tasks }
        : {
            fingerprint: cause.fingerprint,
            reason,
            category,
            detail,
            firstAt: now,
            lastAt: now,
            count: tasks,
            notifiedAt: undefined,
          },
    );
  }

  find(
    task: Pick<TaskRef, 'sourceId' | 'jobId'>,
    fingerprint: string | undefined,
  ): Cause | undefined {
    if (fingerprint === undefined) return undefined;
    const known = (this.#copy ?? this.#before).get(causeKey(task, fingerprint));
    if (known === undefined) return undefined;
    const { reason, category, detail } = known;
    return { fingerprint, reason, category, detail };
  }

  after(): CauseHistory {
    if (!this.#copy) return this.#before;
    if (this.#copy.size <= most) return this.#copy;
    const latest = [...this.#copy].sort(([, a], [, b]) => b.lastAt - a.lastAt);
    return new Map(latest.slice(0, most));
  }
}
