import type { Happening, StoryEvent, Verdict } from './events.ts';
import type { Summary } from './function-instance.ts';

type TickEnded = Extract<StoryEvent, { kind: 'tick-ended' }>;

const named = 8;

export const whatOf = ({ what, detail }: Happening): string =>
  what.slice(0, named).join(', ') +
  (what.length > named ? ` and ${what.length - named} more` : '') +
  detail;

/** `3 failed, 1 done`, by what the function itself answered; `''` where nobody was told. */
export function toldIn({ alerts, delivered }: Summary): string {
  const kinds = Object.entries(alerts).map(([kind, count]) => `${count} ${kind}`);
  if (kinds.length > 0) return kinds.join(', ');
  return Object.keys(delivered).length > 0 ? 'what was owed' : '';
}

/** `MMS 3 · OSS 6 · 31 ms`; a service that was not called is left out. */
export const costOf = ({ calls, durationMs }: TickEnded): string =>
  Object.entries(calls)
    .filter(([, count]) => count > 0)
    .map(([service, count]) => `${service} ${count} · `)
    .join('') + `${Math.round(durationMs)} ms`;

export function sentenceOf({ complaints, disturbed }: Verdict): string {
  if (complaints.length > 0)
    return `The story did not go as it should: ${complaints.length} faults, listed above.`;
  return disturbed
    ? 'The story is over. Somebody had a hand in it, so it is not held to its script.'
    : 'The story is over: everything that happened was told to both channels, once.';
}
