import type { AlertOf } from '../kinds/alert.ts';
import { someOf } from './counting.ts';
import type { Digest } from './digest.ts';
import { jobName } from './place.ts';
import type { Reader } from './reader.ts';
import type { Block } from './document.ts';

type Escalation = AlertOf<'escalation'>;

/**
 * Jobs in a state for which MMS's own guide says to call a person; beyond `shown` they are named.
 */
export function escalationPassages(
  { escalations }: Digest,
  reader: Reader,
  shown: number,
): readonly Block[] {
  if (escalations.length === 0) return [];
  const { job } = reader.say;
  const lines = escalations
    .slice(0, shown)
    .map((alert) => job.escalation(jobName(alert.job, reader.say), whyInFull(alert, reader)));
  const rest = escalations.slice(shown).map((alert) => jobName(alert.job, reader.say));
  const reasons = [...new Set(escalations.map(({ why }) => why))];
  return [
    {
      kind: 'lines',
      tone: 'failed',
      lines: [
        ...lines,
        ...(rest.length === 0 ? [] : [someOf(rest.slice(0, 10), reader.say, rest.length)]),
      ],
    },
    { kind: 'note', lines: [[job.guide(reasons)]] },
  ];
}

export const whyInShort = (
  { why, failed, ended, since, at }: Escalation,
  { say: { job, form }, time }: Reader,
): string => {
  switch (why) {
    case 'share failed':
      return job.shareFailed(failed, ended);
    case 'no success':
      return job.noSuccess(time(since), form.duration(at - since), failed);
    case 'burst':
      return job.burst(failed);
    default:
      return why satisfies never;
  }
};

const whyInFull = (alert: Escalation, reader: Reader): string =>
  alert.why === 'share failed' && alert.ended > 0
    ? `${whyInShort(alert, reader)}${reader.say.form.bracketed(reader.say.form.percent(alert.failed / alert.ended))}`
    : whyInShort(alert, reader);
