/** Why a task failed, as far as its log tells. */
export type Cause = Readonly<{
  /** The same for two failures that the same act mends. */
  fingerprint: string;
  /** One line for a person; `''` where the log says nothing. */
  reason: string;
  /** Names what can be done about it; `undefined` where that is not known. */
  category: string | undefined;
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
