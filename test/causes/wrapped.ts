import { untrustedText } from '../../functions/untrusted-text/untrusted-text.ts';
import { showExcerpt } from '../../functions/untrusted-text/excerpt.ts';

const frames = (from: number, count: number): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `\tat com.aliyun.mms.worker.TaskRunner.step${at + from}(TaskRunner.java:${at * 7 + from})`,
  ).join('\n');

/**
 * The same failure as a log, an engine or a tool writes it: with what stands before it, around it
 * and below it.
 */
export const wrapped = {
  inALog: (text: string) =>
    `2024-05-06 07:08:09,123 ERROR [pool-3-thread-7] c.a.m.w.TaskRunner - ${text}`,
  byAStage: (text: string) =>
    'org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 12.0 failed 4 times, most recent failure: ' +
    `Lost task 3.3 in stage 12.0 (TID 187) (10.0.0.3 executor 2): ${text}\n${frames(3, 7)}\n\nDriver stacktrace:\n` +
    '\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2059)',
  inAChain: (text: string) =>
    `java.lang.RuntimeException: ${text.split('\n')[0] ?? ''}\n${frames(2, 6)}\nCaused by: ${text}\n${frames(4, 8)}\n\t... 14 more`,
  afterTries: (text: string) => `Task failed after 3 attempts: ${text}`,
  withoutItsMiddle: (text: string) =>
    showExcerpt(untrustedText(`${text}\n${frames(0, 60)}`, 4_000)),
} as const satisfies Readonly<Record<string, (text: string) => string>>;
