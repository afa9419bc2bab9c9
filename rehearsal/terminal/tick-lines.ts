import type { Calls, Happening, StoryEvent } from '../story/events.ts';
import type { Outcome } from '../story/function-instance.ts';
import { clock } from '../story/story-clock.ts';
import { bubbleOf } from './bubble.ts';
import {
  atMost,
  width,
  within,
  wrapped,
  type Meaning,
  type Paint,
  type ShowLink,
} from './lines.ts';

type Of<Kind extends StoryEvent['kind']> = Extract<StoryEvent, { kind: Kind }>;

/** Columns before what a line says. */
const margin = 12;
/** Columns of the state word of a line about MMS. */
const stateWord = 20;
/** Tables that such a line names. */
const named = 8;

export function headOf({ tick, at, caption }: Of<'tick-began'>, paint: Paint): readonly string[] {
  const place = placeOf(tick, at);
  const indent = ' '.repeat(place.length + 2);
  if (caption === '') return ['', paint('strong', place)];
  return [
    '',
    ...wrapped(caption, width - indent.length).map(
      (line, index) => (index === 0 ? `${paint('strong', place)}  ` : indent) + line,
    ),
  ];
}

export function happeningOf(
  { where, word, what, detail }: Happening,
  paint: Paint,
): readonly string[] {
  const room = Math.max(stateWord, word.length + 2);
  const tables =
    what.slice(0, named).join(', ') +
    (what.length > named ? ` and ${what.length - named} more` : '');
  return wrapped(tables + detail, width - margin - room).map(
    (line, index) =>
      (index === 0
        ? `${label(where, 'mms', paint)}${paint(meaningOf(word), word.padEnd(room))}`
        : ' '.repeat(margin + room)) + line,
  );
}

/** What a channel was told. */
export function tellingOf(event: Of<'told'>, paint: Paint, showLink: ShowLink): readonly string[] {
  switch (event.channel) {
    case 'slack':
      return [
        ...labelled(
          'Slack',
          'slack',
          paint,
          atMost(wrapped(event.message.text, width - margin), 2, width - margin),
        ),
        ...bubbleOf(event.message.blocks, width - margin - 2, showLink).map(
          (line) => `${' '.repeat(margin)}${paint('slack', '│')} ${line}`,
        ),
      ];
    case 'email': {
      const { subject = '', attachments } = event.mail.parsed;
      const attached =
        attachments.length === 0
          ? 'no attachment'
          : `with ${attachments.map(({ filename }) => filename ?? 'a file').join(', ')}`;
      return labelled('e-mail', 'email', paint, [
        `${within(subject, width - margin - attached.length - 2)}  ${paint('faint', attached)}`,
      ]);
    }
    default:
      return event satisfies never;
  }
}

export function endOf(event: Of<'tick-ended'>, happened: boolean, paint: Paint): readonly string[] {
  const { outcome, unexpected } = event;
  const result =
    outcome.kind === 'accepted'
      ? labelled('ok', 'good', paint, besides(resultOf(outcome, happened), costOf(event), paint))
      : [
          ...labelled('rejected', 'bad', paint, wrapped(outcome.message, width - margin)),
          ' '.repeat(margin) + paint('faint', costOf(event)),
        ];
  return [
    ...result,
    ...unexpected.flatMap((sentence) =>
      labelled('wrong', 'bad', paint, wrapped(sentence, width - margin)),
    ),
  ];
}

/** On one line where both fit. */
function besides(text: string, note: string, paint: Paint): readonly string[] {
  const faint = paint('faint', note);
  return text.length + 2 + note.length > width - margin ? [text, faint] : [`${text}  ${faint}`];
}

/** A whole tick in which nothing happened and nobody was told. */
export const quietLine = (
  { tick, at }: Of<'tick-began'>,
  ended: Of<'tick-ended'>,
  paint: Paint,
): string => `${placeOf(tick, at)}  nothing new  ${paint('faint', costOf(ended))}`;

const placeOf = (tick: number, at: number): string =>
  `${`tick ${tick}`.padEnd(margin - 2)}${clock(at)}`;

/** By what the function itself answered. */
function resultOf(
  { summary: { alerts, delivered } }: Extract<Outcome, { kind: 'accepted' }>,
  happened: boolean,
): string {
  const kinds = Object.entries(alerts).map(([kind, count]) => `${count} ${kind}`);
  if (kinds.length > 0) return `told: ${kinds.join(', ')}`;
  if (Object.keys(delivered).length > 0) return 'told what was owed';
  return happened ? 'nothing to tell yet' : 'nothing new';
}

const costOf = ({ calls, durationMs }: Of<'tick-ended'>): string =>
  `calls: ${callsOf(calls)} · ${Math.round(durationMs)} ms`;

const callsOf = (calls: Calls): string =>
  Object.entries(calls)
    .filter(([, count]) => count > 0)
    .map(([service, count]) => `${service} ${count}`)
    .join(', ');

const labelled = (
  name: string,
  meaning: Meaning,
  paint: Paint,
  lines: readonly string[],
): readonly string[] =>
  lines.map(
    (line, index) => (index === 0 ? label(name, meaning, paint) : ' '.repeat(margin)) + line,
  );

const label = (name: string, meaning: Meaning, paint: Paint): string =>
  `  ${paint(meaning, name.padEnd(margin - 2))}`;

function meaningOf(word: string): Meaning {
  if (word.endsWith('_FAILED') || ['down', 'archived', 'forbidden'].includes(word)) return 'bad';
  return word === 'DONE' || word === 'up' ? 'good' : 'strong';
}
