/** Why a task failed, as far as its log tells. */
export type Cause = Readonly<{
  /** The same for two failures that the same act mends. */
  fingerprint: string;
  /** In MMS's letters; `''` where the log says nothing. */
  reason: string;
  category?: string | undefined;
  /** What the category is about, in MMS's letters: `odps:Select`. */
  detail?: string | undefined;
}>;

/** What a channel remembers of a cause of one job; begun anew after six quiet hours. */
export type CauseRecord = Cause &
  Readonly<{
    firstAt: number;
    lastAt: number;
    /** Failures since `firstAt`, those that wait in the outbox included. */
    count: number;
    /** When a message last told of it; `undefined` while none has: it is new to the channel. */
    notifiedAt?: number | undefined;
  }>;

/** A cause is known by its job: what is old in one is news in another. */
export const causeKey = (
  { sourceId, jobId }: Readonly<{ sourceId: string; jobId?: string | undefined }>,
  fingerprint: string,
): string => `${sourceId}/${jobId ?? 'none'} ${fingerprint}`;

export type CauseHistory = ReadonlyMap<string, CauseRecord>;
