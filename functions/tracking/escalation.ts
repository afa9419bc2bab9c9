import type { AlertOf } from '../kinds/alert.ts';
import type { AlertedJob } from './job-standing.ts';
import type { JobStory } from './job-story.ts';
import { lately } from './job-story.ts';

const minuteMs = 60_000;
/**
 * As long as nothing has succeeded, and as long as it has to be calm before another call is worth
 * it.
 */
const halfAnHour = 30 * minuteMs;
const burstSpan = 10 * minuteMs;
const burst = 100;
const shareFailed = 0.2;
const fewestFailed = 10;

type Reason = Pick<AlertOf<'escalation'>, 'why' | 'failed' | 'ended' | 'since'>;

/**
 * Whether a person has to be called, by the stop rules of Alibaba Cloud's own guide to watching a
 * migration: more than 20 % of the ended tasks failed, no success for half an hour while failures
 * go on, more than 100 failures within ten minutes. Only what came after the baseline counts.
 * https://github.com/aliyun/alibabacloud-aiops-skills/tree/master/skills/analyticscomputing/odps/alibabacloud-maxcompute-migration-service
 * @param standFailed tasks that failed after the baseline and stand so
 */
export function reasonToCall(
  story: JobStory,
  standFailed: number,
  now: number,
): Reason | undefined {
  const ended = story.done + standFailed;
  const { failed: inBurst } = lately(story, burstSpan, now);
  if (inBurst > burst) return { why: 'burst', failed: inBurst, ended, since: now - burstSpan };
  if (standFailed >= fewestFailed && standFailed > shareFailed * ended) {
    return { why: 'share failed', failed: standFailed, ended, since: story.movedAt ?? now };
  }
  const { failingSince, failedSince } = story;
  const { failed } = lately(story, halfAnHour, now);
  if (failingSince !== undefined && now - failingSince >= halfAnHour && failed > 0) {
    // What an earlier release remembered says since when, and not how many.
    return { why: 'no success', failed: Math.max(failed, failedSince), ended, since: failingSince };
  }
  return undefined;
}

/** Told once an episode, which ends when there was no reason to call for half an hour. */
export function escalate(
  story: JobStory,
  job: AlertedJob,
  standFailed: number,
  now: number,
): Readonly<{ story: JobStory; alert: AlertOf<'escalation'> | undefined }> {
  const reason = reasonToCall(story, standFailed, now);
  const { escalation } = story;
  if (reason === undefined) {
    if (escalation === undefined) return { story, alert: undefined };
    const calmSince = escalation.calmSince ?? now;
    const over = now - calmSince >= halfAnHour;
    return {
      story:
        over || calmSince !== escalation.calmSince
          ? { ...story, escalation: over ? undefined : { calmSince } }
          : story,
      alert: undefined,
    };
  }
  if (escalation !== undefined)
    return {
      story:
        escalation.calmSince === undefined
          ? story
          : { ...story, escalation: { calmSince: undefined } },
      alert: undefined,
    };
  return {
    story: { ...story, escalation: { calmSince: undefined } },
    alert: { kind: 'escalation', job, ...reason, at: now, due: false },
  };
}
