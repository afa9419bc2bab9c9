import * as z from 'zod/mini';
import type { CauseMemory } from '../causes/cause.ts';
import type { JobId, SourceId } from '../mms/id.ts';
import { parseId } from '../mms/id.ts';
import type { JobStory } from '../tracking/job-story.ts';
import type { ChannelState } from '../tracking/memory.ts';
import { momentOf, need } from './reading.ts';

type Lore = Pick<
  ChannelState,
  | 'stories'
  | 'causes'
  | 'sourceNames'
  | 'blind'
  | 'lost'
  | 'lossesTold'
  | 'troubledTicks'
  | 'remindersToldAt'
>;

let loreShape: ReturnType<typeof shapeOfLore> | undefined;

/** Takes a moment to build, which a start need not wait for. */
function shapeOfLore() {
  /** A moment stands as an ISO time, for people. */
  const moment = z.pipe(
    z.string(),
    z.transform((text, context) => {
      const at = Date.parse(text);
      if (Number.isNaN(at))
        context.issues.push({ code: 'custom', message: 'no ISO time', input: text });
      return at;
    }),
  );
  const text = z.string();

  const cause = z.object({
    reason: text,
    category: z.optional(text),
    firstAt: moment,
    lastAt: moment,
    seen: z.number(),
    toldAt: z.optional(moment),
  });
  const episode = z.object({ since: moment, told: z.boolean() });
  const story = z.object({
    movedAt: z.optional(moment),
    minutes: z._default(z.array(z.tuple([z.number(), z.number(), z.number()])), []),
    done: z._default(z.number(), 0),
    failingSince: z.optional(moment),
    failedSince: z._default(z.number(), 0),
    ended: z.optional(
      z.object({ looks: z.union([z.literal(1), z.literal(2)]), told: z.boolean() }),
    ),
    idle: z.optional(episode),
    escalation: z.optional(z.object({ calmSince: z.optional(moment) })),
  });
  return z.object({
    stories: z._default(z.record(text, z.record(text, story)), {}),
    causes: z._default(z.record(text, cause), {}),
    sourceNames: z._default(z.record(text, text), {}),
    blind: z._default(
      z.record(
        text,
        z.object({ ticks: z.number(), since: moment, reason: text, told: z.boolean() }),
      ),
      {},
    ),
    lost: z.optional(z.object({ since: moment, reason: text, sure: z.boolean() })),
    lossesTold: z._default(z.record(text, moment), {}),
    troubledTicks: z._default(z.number(), 0),
    remindersToldAt: z.optional(moment),
  });
}

/** As named parts of the object; a part that is empty is left out. */
export function encodeLore({
  stories,
  causes,
  sourceNames,
  blind,
  lost,
  lossesTold,
  troubledTicks,
  remindersToldAt,
}: Lore): Readonly<Record<string, unknown>> {
  return {
    ...part(
      'stories',
      [...stories].map(([source, jobs]) => [
        source,
        Object.fromEntries(sorted([...jobs].map(([job, told]) => [job, storyText(told)]))),
      ]),
    ),
    ...part(
      'causes',
      [...causes].map(([key, known]) => [key, causeText(known)]),
    ),
    ...part('sourceNames', [...sourceNames]),
    ...part(
      'blind',
      [...blind].map(([source, sight]) => [source, { ...sight, since: momentOf(sight.since) }]),
    ),
    ...(lost === undefined ? {} : { lost: { ...lost, since: momentOf(lost.since) } }),
    ...part(
      'lossesTold',
      [...lossesTold].map(([channel, since]) => [channel, momentOf(since)]),
    ),
    ...(troubledTicks === 0 ? {} : { troubledTicks }),
    ...(remindersToldAt === undefined ? {} : { remindersToldAt: momentOf(remindersToldAt) }),
  };
}

type Entries = readonly (readonly [string, unknown])[];

const part = (name: string, entries: Entries): Readonly<Record<string, unknown>> =>
  entries.length === 0 ? {} : { [name]: Object.fromEntries(sorted(entries)) };

/** The same lore is the same text. */
const sorted = (entries: Entries): Entries =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const momentIf = (name: string, at: number | undefined): Readonly<Record<string, string>> =>
  at === undefined ? {} : { [name]: momentOf(at) };

const causeText = ({ reason, category, firstAt, lastAt, seen, toldAt }: CauseMemory): unknown => ({
  reason,
  ...(category === undefined ? {} : { category }),
  firstAt: momentOf(firstAt),
  lastAt: momentOf(lastAt),
  seen,
  ...momentIf('toldAt', toldAt),
});

const storyText = ({
  movedAt,
  minutes,
  done,
  failingSince,
  failedSince,
  ended,
  idle,
  escalation,
}: JobStory): unknown => ({
  ...momentIf('movedAt', movedAt),
  ...(minutes.length === 0 ? {} : { minutes }),
  ...(done === 0 ? {} : { done }),
  ...momentIf('failingSince', failingSince),
  ...(failedSince === 0 ? {} : { failedSince }),
  ...(ended === undefined ? {} : { ended }),
  ...(idle === undefined ? {} : { idle: { since: momentOf(idle.since), told: idle.told } }),
  ...(escalation === undefined ? {} : { escalation: momentIf('calmSince', escalation.calmSince) }),
});

/** @throws Error naming the parts that are not as they were written */
export function decodeLore(object: unknown): Lore {
  loreShape ??= shapeOfLore();
  const read = z.safeParse(loreShape, object);
  if (!read.success) {
    throw new Error(
      `expected other values at ${[...new Set(read.error.issues.map((issue) => issue.path.join('.')))].slice(0, 5).join(', ')}`,
    );
  }
  const { stories, causes, sourceNames, blind, lost, lossesTold, troubledTicks, remindersToldAt } =
    read.data;
  return {
    stories: new Map(
      Object.entries(stories).map(([source, jobs]) => [
        sourceNamed(source),
        new Map(
          Object.entries(jobs).map(([job, told]) => [
            need(parseId<JobId>(job), 'job ids in "stories"'),
            storyFrom(told),
          ]),
        ),
      ]),
    ),
    causes: new Map(
      Object.entries(causes).map(([key, known]) => [
        key,
        { ...known, category: known.category, toldAt: known.toldAt },
      ]),
    ),
    sourceNames: new Map(
      Object.entries(sourceNames).map(([source, name]) => [sourceNamed(source), name]),
    ),
    blind: new Map(Object.entries(blind).map(([source, sight]) => [sourceNamed(source), sight])),
    lost,
    lossesTold: new Map(Object.entries(lossesTold)),
    troubledTicks,
    remindersToldAt,
  };
}

const sourceNamed = (source: string): SourceId => need(parseId<SourceId>(source), 'source ids');

type StoryRead = z.infer<ReturnType<typeof shapeOfLore>>['stories'][string][string];

const storyFrom = ({
  movedAt,
  minutes,
  done,
  failingSince,
  failedSince,
  ended,
  idle,
  escalation,
}: StoryRead): JobStory => ({
  movedAt,
  minutes,
  done,
  failingSince,
  failedSince,
  ended,
  idle,
  escalation: escalation && { calmSince: escalation.calmSince },
});
