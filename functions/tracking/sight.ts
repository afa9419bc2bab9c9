import type { AlertOf } from '../kinds/alert.ts';
import type { SourceId } from '../mms/id.ts';
import type { Snapshot } from '../mms/snapshot.ts';

/**
 * A source that could not be read in so many ticks running, since when and why; told once they are
 * three.
 */
export type Sight = Readonly<{ ticks: number; since: number; reason: string; told: boolean }>;

/**
 * Since when a channel refuses whatever it is told, and what it says; `sure` once a second tick met
 * the same, or where this very tick did.
 */
export type Loss = Readonly<{ since: number; reason: string; sure: boolean }>;

/** One unreadable look is the network's mood; three running are a source that nobody watches. */
const blindAfterTicks = 3;

/** The sources that could be read, or could not and why. */
export type Seeing = ReadonlyMap<SourceId, string | undefined>;

/**
 * What is remembered of sight after this tick, and what there is to tell: once when it is lost,
 * once when it is back.
 */
export function lookOut(
  before: ReadonlyMap<SourceId, Sight>,
  seeing: Seeing,
  names: ReadonlyMap<SourceId, string>,
  now: number,
): Readonly<{ blind: ReadonlyMap<SourceId, Sight>; alerts: readonly AlertOf<'blind'>[] }> {
  const blind = new Map<SourceId, Sight>();
  const alerts: AlertOf<'blind'>[] = [];
  const alert = (sourceId: SourceId, { reason, since }: Sight, until: number | undefined): void => {
    alerts.push({
      kind: 'blind',
      what: 'source',
      sourceId,
      sourceName: names.get(sourceId),
      reason,
      since,
      until,
      at: now,
      due: false,
    });
  };
  for (const [sourceId, problem] of seeing) {
    const known = before.get(sourceId);
    if (problem === undefined) {
      if (known?.told === true) alert(sourceId, known, now);
    } else if (known?.told === true) {
      blind.set(sourceId, known);
    } else {
      const ticks = (known?.ticks ?? 0) + 1;
      const sight = {
        ticks,
        since: known?.since ?? now,
        reason: problem,
        told: ticks >= blindAfterTicks,
      };
      blind.set(sourceId, sight);
      if (sight.told) alert(sourceId, sight, undefined);
    }
  }
  return before.size === 0 && blind.size === 0 ? { blind: before, alerts } : { blind, alerts };
}

/** What the listed tasks call their sources; the same object where nothing is called otherwise. */
export function namesOf(
  known: ReadonlyMap<SourceId, string>,
  { tasks }: Snapshot,
): ReadonlyMap<SourceId, string> {
  let names: Map<SourceId, string> | undefined;
  const done = new Set<SourceId>();
  for (const {
    task: { sourceId, sourceName },
  } of tasks) {
    if (done.has(sourceId)) continue;
    done.add(sourceId);
    if (sourceName !== '' && known.get(sourceId) !== sourceName)
      (names ??= new Map(known)).set(sourceId, sourceName);
  }
  return names ?? known;
}

/** Another channel's loss is told once, while it lasts, and not for one bad moment that is over. */
export function lookAround(
  told: ReadonlyMap<string, number>,
  losses: ReadonlyMap<string, Loss>,
  now: number,
): Readonly<{ lossesTold: ReadonlyMap<string, number>; alerts: readonly AlertOf<'blind'>[] }> {
  if (told.size === 0 && losses.size === 0) return { lossesTold: told, alerts: [] };
  const known = (channel: string, { since }: Loss): boolean => told.get(channel) === since;
  const alerts = [...losses]
    .filter(([channel, loss]) => loss.sure && !known(channel, loss))
    .map(([channel, { reason, since }]): AlertOf<'blind'> => ({
      kind: 'blind',
      what: 'channel',
      channel,
      reason,
      since,
      at: now,
      due: false,
    }));
  const toldNow = [...losses].filter(([channel, loss]) => loss.sure || known(channel, loss));
  return { lossesTold: new Map(toldNow.map(([channel, { since }]) => [channel, since])), alerts };
}
