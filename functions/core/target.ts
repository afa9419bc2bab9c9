import type { JobId, SourceId, TaskId } from './id.ts';

/** What `MMS_WATCH` names; each mirrors the API's own path. */
export type Target =
  | Readonly<{ kind: 'source'; sourceId: SourceId }>
  | Readonly<{ kind: 'job'; sourceId: SourceId; jobId: JobId }>
  | Readonly<{ kind: 'task'; sourceId: SourceId; taskId: TaskId }>;

/** As it is written in `MMS_WATCH` and in the state object. */
export function targetName(target: Target): string {
  switch (target.kind) {
    case 'source': return target.sourceId;
    case 'job': return `${target.sourceId}/jobs/${target.jobId}`;
    case 'task': return `${target.sourceId}/tasks/${target.taskId}`;
    default: return target satisfies never;
  }
}
