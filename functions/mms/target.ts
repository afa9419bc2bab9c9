import type { JobId, SourceId, TaskId } from './id.ts';

/** What `MMS_WATCH` names; each mirrors the API's own path. */
export type Target =
  | Readonly<{ kind: 'source'; sourceId: SourceId }>
  | Readonly<{ kind: 'job'; sourceId: SourceId; jobId: JobId }>
  | Readonly<{ kind: 'task'; sourceId: SourceId; taskId: TaskId }>;

export function targetName(target: Target): string {
  switch (target.kind) {
    case 'source':
      return target.sourceId;
    case 'job':
      return `${target.sourceId}/jobs/${target.jobId}`;
    case 'task':
      return `${target.sourceId}/tasks/${target.taskId}`;
    default:
      return target satisfies never;
  }
}

/** As far as the ids tell: only MMS knows the tasks of a job. */
export function coversTarget(outer: Target, inner: Target): boolean {
  if (outer.sourceId !== inner.sourceId) return false;
  if (outer.kind === 'source') return true;
  return targetName(outer) === targetName(inner);
}

export function coversTask(
  target: Target,
  task: Readonly<{ id: TaskId; sourceId: SourceId; jobId: JobId | undefined }>,
): boolean {
  if (target.sourceId !== task.sourceId) return false;
  switch (target.kind) {
    case 'source':
      return true;
    case 'job':
      return target.jobId === task.jobId;
    case 'task':
      return target.taskId === task.id;
    default:
      return target satisfies never;
  }
}

/** All of the job is watched, not just a task of it. */
export function coversJob(target: Target, sourceId: SourceId, jobId: JobId): boolean {
  return (
    target.sourceId === sourceId &&
    (target.kind === 'source' || (target.kind === 'job' && target.jobId === jobId))
  );
}

/** Those that no other one covers. */
export function outermost(targets: readonly Target[]): readonly Target[] {
  return targets.filter((target) =>
    targets.every((other) => other === target || !coversTarget(other, target)),
  );
}
