import { groupedBy, isSome, type Alert, type JobProgress, jobOf, jobSubject } from './alert.ts';
import {
  alertsIn,
  joined,
  plainLine,
  withoutGaps,
  withRules,
  type Block,
  type Line,
} from './document.ts';
import { headlineOf, ownAlerts, type Headline } from './headline.ts';
import { kindOf, type Audience, type Notification, type Scene } from './kind.ts';
import type { Limits } from './limits.ts';
import { localeOf } from './locale.ts';
import { consoleLink, isAdvice } from './next-steps.ts';
import { progressBlocks, progressOf } from './progress.ts';

/** Before it is cut to a channel's pages. */
export type Message = Readonly<{
  scene: Scene;
  headline: Headline;
  /** Beside the subject in a list of mails: what to do, and how far the job is. */
  preview: Line;
  /** What happened, why, what to do, and where the jobs stand; then failures in full. */
  content: readonly Block[];
  footer: Block;
  /** Alerts for which no section had room. */
  undrawn: readonly Alert[];
  /** Somebody has to look now. */
  calls: boolean;
}>;

export const titleOf = ({ tone, line }: Headline): Block => ({ kind: 'title', tone, text: line });

export function messageOf(notification: Notification, audience: Audience, limits: Limits): Message {
  const scene = sceneOf(notification, audience, limits);
  const { kinds, alerts, causes } = scene;
  const sections = Object.values(kinds).map((kind) => {
    const own = ownAlerts(kind, scene);
    return isSome(own) ? withoutGaps(kind.section(own, scene)) : [];
  });
  const blocks = sections.flat();
  const drawn = alertsIn(blocks);
  const parts = sections.map((section) => section.filter(({ evidence }) => evidence !== true));
  const progress = undrawnProgress(scene);
  const summary = [outageBlocks(scene), ...parts, progressBlocks(progress, scene)];
  return {
    scene,
    headline: headlineOf(scene),
    preview: previewOf(summary.flat(), progress[0], scene),
    content: withRules([...summary, blocks.filter(({ evidence }) => evidence === true)]),
    footer: footerOf(scene),
    undrawn: alerts.filter((alert) => !drawn.has(alert)),
    calls: alerts.some((alert) => kindOf(kinds, alert).calls(alert, causes)),
  };
}

function undrawnProgress({ kinds, alerts, progress }: Scene): readonly JobProgress[] {
  const drawn = new Set(
    Object.values(kinds).flatMap((kind) => {
      const own = kind.of(alerts);
      return kind.drawsProgress(own) ? own.map((alert) => jobOf(kind.subject(alert))) : [];
    }),
  );
  return progress.filter((job) => !drawn.has(jobOf(jobSubject(job))));
}

function sceneOf(notification: Notification, audience: Audience, limits: Limits): Scene {
  const { kinds, alerts, outage } = notification;
  const restored = new Set(alerts.map((alert) => kindOf(kinds, alert).restores(alert)));
  const scene: Scene = {
    ...notification,
    ...audience,
    ...localeOf(audience, notification.now),
    limits,
    absorbed: new Set(),
    headlined: new Set(),
    isLate: (sourceId) => outage !== undefined || restored.has(sourceId),
  };
  const absorbed = Object.values(kinds).flatMap((kind) => kind.absorbs(kind.of(alerts), scene));
  return { ...scene, absorbed: new Set(absorbed) };
}

function outageBlocks({ outage, messages, time }: Scene): readonly Block[] {
  if (outage === undefined) return [];
  const line = messages.watch.lateSince(time(outage.since));
  return [{ kind: 'lines', tone: 'attention', lines: [line] }];
}

/** What to do, else what stands first; and how far the job is. */
function previewOf(summary: readonly Block[], job: JobProgress | undefined, scene: Scene): Line {
  const lines = summary.flatMap((block) => (block.kind === 'lines' ? block.lines : []));
  const advice = lines.find((line) => isAdvice(line, scene));
  const words = advice ?? joined(lines.slice(0, 2));
  const read = words.filter((part) => typeof part !== 'object' || !('link' in part));
  return joined([read, job === undefined ? [] : progressOf(job, scene)]);
}

function footerOf(scene: Scene): Block {
  const moment: Line = [{ time: scene.now, text: scene.moment(scene.now) }];
  return { kind: 'note', lines: [joined([consoleLink(scene), moment])] };
}

/** Characters of ids in one block: no chat takes more than 3,000. */
const longestRun = 1_500;

/** The alerts that no section had room for; those without a heading stay pending. */
export function idBlocks({ undrawn, scene }: Message): readonly Block[] {
  const { kinds } = scene;
  const { cause, form } = scene.messages;
  const headed = undrawn.flatMap((alert) => {
    const kind = kindOf(kinds, alert);
    const heading = kind.idHeading(alert, scene);
    return heading === undefined ? [] : [{ alert, heading, id: kind.subject(alert).id }];
  });
  return groupedBy(headed, ({ heading }) => plainLine(heading)).flatMap((group) =>
    chunksOf(group).map((some, index): Block => {
      const count = index === 0 ? cause.moreFailed(group.length) : cause.continued;
      const label = [...group[0].heading, form.colon, count];
      return {
        kind: 'ids',
        label,
        ids: some.map(({ id }) => id),
        tells: some.map(({ alert }) => alert),
      };
    }),
  );
}

function chunksOf<Item extends Readonly<{ id: string }>>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const chunks: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const length = item.id.length + 1;
    if (chunks.length === 0 || length > room) {
      chunks.push([]);
      room = longestRun;
    }
    room -= length;
    chunks.at(-1)?.push(item);
  }
  return chunks;
}
