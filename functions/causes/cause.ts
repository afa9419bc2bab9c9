import type { CauseCategory } from './remedies/categories.ts';

/** Why a task failed, as far as its log tells. */
export type Cause = Readonly<{
  /** The same for two failures that the same act mends. */
  fingerprint: string;
  /**
   * The line that a person would quote, in MMS's own letters, `…` where something is left out; `''`
   * where the log says nothing.
   */
  reason: string;
  /** What mends it; `undefined` where that is not known. */
  category: CauseCategory | undefined;
  /**
   * What the category is about, letter for letter: `odps:Select`, `GEOGRAPHY`,
   * `hive-metastore-01:9083`; `undefined` where the text does not name it.
   */
  detail: string | undefined;
}>;

/** What a channel remembers of a cause; times by our clock, in milliseconds. */
export type CauseMemory = Readonly<{
  reason: string;
  category: string | undefined;
  firstAt: number;
  /** When the newest failure of this cause was seen. */
  lastAt: number;
  /** Failures of this cause since it was first seen, those that are owed now included. */
  seen: number;
  /**
   * When a message last told of it; `undefined` while none has: the cause is new to the channel.
   */
  toldAt: number | undefined;
}>;
