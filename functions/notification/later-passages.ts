import type { Digest } from './digest.ts';
import { baselinePassages } from './first-look.ts';
import { donePassages, recoveredPassages, type GoodNewsRoom } from './good-news.ts';
import type { Headline } from './headline.ts';
import type { Reader } from './reader.ts';
import { reminderPassages, type ReminderRoom } from './reminders.ts';
import { stalledPassages } from './stalled.ts';
import { unknownPassages } from './unknown-statuses.ts';
import type { Block } from './document.ts';

export type LaterRoom = Readonly<{
  reminders: ReminderRoom;
  stalled: number;
  goodNews: GoodNewsRoom;
  unknown: number;
  baselines: number;
}>;

/** What stands after the failures: what worries before what pleases. */
export const laterPassages = (
  digest: Digest,
  headline: Headline,
  reader: Reader,
  room: LaterRoom,
): readonly Block[] => [
  ...stalledPassages(digest, reader, room.stalled),
  ...reminderPassages(digest, headline, reader, room.reminders),
  ...recoveredPassages(digest, headline, reader, room.goodNews),
  ...unknownPassages(digest, reader, room.unknown),
  ...baselinePassages(digest, headline, reader, room.baselines),
  ...donePassages(digest, headline, reader, room.goodNews),
];
