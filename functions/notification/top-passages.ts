import type { Digest } from './digest.ts';
import { escalationPassages } from './escalations.ts';
import { finishedPassages, type FinishedRoom } from './job-finished.ts';
import type { Reader } from './reader.ts';
import { sightPassages } from './sight-told.ts';
import type { Block } from './document.ts';

export type TopRoom = Readonly<{
  finished: FinishedRoom;
  escalations: number;
  sight: Readonly<{ lines: number; reason: number }>;
}>;

/** What stands above the failures, with a rule between its parts. */
export function topPassages(
  digest: Digest,
  reader: Reader,
  room: TopRoom,
  rules = true,
): readonly Block[] {
  const parts = [
    finishedPassages(digest, reader, room.finished),
    escalationPassages(digest, reader, room.escalations),
    sightPassages(digest, reader, room.sight),
  ];
  return withRules(parts, rules);
}

/** Parts of a message, those that say something, with rules between them. */
export const withRules = (parts: readonly (readonly Block[])[], rules = true): readonly Block[] =>
  parts
    .filter((part) => part.length > 0)
    .flatMap((part, index): readonly Block[] =>
      index === 0 || !rules ? part : [{ kind: 'rule' }, ...part],
    );
