import type { AlertOf } from '../kinds/alert.ts';
import { sentenceWithin } from './names.ts';
import type { Digest } from './digest.ts';
import { nameAndId } from './place.ts';
import type { Reader } from './reader.ts';
import type { Wording } from './wording/wording.ts';
import { code, type Block, type Line } from './document.ts';

type Blind = AlertOf<'blind'>;
type BlindSource = Extract<Blind, { what: 'source' }>;
type LostChannel = Extract<Blind, { what: 'channel' }>;

/** Sources that cannot be read. */
export const blindSources = ({ blind }: Digest): readonly BlindSource[] =>
  blind.flatMap((alert) => (alert.what === 'source' && alert.until === undefined ? [alert] : []));

/** Sources that can be read again. */
export const seenAgain = ({
  blind,
}: Digest): readonly (BlindSource & Readonly<{ until: number }>)[] =>
  blind.flatMap((alert) =>
    alert.what === 'source' && alert.until !== undefined ? [{ ...alert, until: alert.until }] : [],
  );

export const lostChannels = ({ blind }: Digest): readonly LostChannel[] =>
  blind.flatMap((alert) => (alert.what === 'channel' ? [alert] : []));

/** What the source is called, else its id. */
export const sourceCalled = (
  { sourceId, sourceName = '' }: BlindSource,
  { sourceNames }: Digest,
): string => (sourceName === '' ? (sourceNames.get(sourceId) ?? sourceId) : sourceName);

/** A name that nobody knows is a text of somebody else's. */
export function channelCalled({ channel }: LostChannel, { channelTitle }: Reader): Line {
  const title = channelTitle(channel);
  return [title === channel ? code(channel) : title];
}

/** Of this many the reasons are shown, of the others a line each. */
type SightRoom = Readonly<{ lines: number; reason: number }>;

/** Who watches is watched: what cannot be seen, and who cannot be told. */
export function sightPassages(
  digest: Digest,
  reader: Reader,
  { lines, reason }: SightRoom,
): readonly Block[] {
  const { say, time, bareTime } = reader;
  const { watch, form } = say;
  const named = (alert: BlindSource): Line => {
    const called = sourceCalled(alert, digest);
    return nameAndId(called === alert.sourceId ? '' : called, alert.sourceId, say);
  };
  const blind = blindSources(digest);
  const told = [
    ...blind.map((alert) => ({
      line: watch.blind(named(alert), time(alert.since)),
      why: alert.reason,
      after: watch.nothingIsLost,
    })),
    ...lostChannels(digest).map((alert) => ({
      line: watch.channelLost(channelCalled(alert, reader), time(alert.since)),
      why: alert.reason,
      after: watch.owedWaits,
    })),
  ];
  const back = seenAgain(digest).map((alert) =>
    watch.sightReturned(named(alert), {
      from: bareTime(alert.since),
      until: time(alert.until),
      lasted: form.duration(alert.until - alert.since),
      meanwhile: meanwhile(alert, digest, say),
    }),
  );
  const rest = told.slice(lines);
  return [
    ...told
      .slice(0, lines)
      .flatMap(({ line, why, after }): readonly Block[] => [
        { kind: 'lines', tone: 'failed', lines: [line] },
        ...(why === '' ? [] : [{ kind: 'log' as const, text: sentenceWithin(why, reason) }]),
        { kind: 'note', lines: [[after]] },
      ]),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: 'lines' as const,
            tone: 'failed' as const,
            lines: [[watch.moreBlind(rest.length)]],
          },
        ]),
    ...(back.length === 0
      ? []
      : [
          {
            kind: 'lines' as const,
            tone: 'good' as const,
            lines: [
              ...back.slice(0, lines),
              ...(back.length > lines ? [[watch.moreBack(back.length - lines)]] : []),
            ],
          },
        ]),
  ];
}

/** What of this source the message tells besides. */
function meanwhile(
  { sourceId }: BlindSource,
  { failed, done, recovered }: Digest,
  { watch }: Wording,
): string {
  const ofSource = (
    alerts: readonly Readonly<{ task: Readonly<{ sourceId: string }> }>[],
  ): number => alerts.filter(({ task }) => task.sourceId === sourceId).length;
  return watch.meanwhile(ofSource(failed), ofSource(recovered), ofSource(done));
}
