import type { Outages } from './outages.ts';
import type { Stage } from './stage.ts';

/** What happens before one tick, and how that tick has to end. */
export type Chapter = Readonly<{
  /** For a reader who has never heard of any of this. */
  caption: string;
  /** Minutes since the tick before, one where it does not say. */
  minutesLater?: number;
  happens?: (stage: Stage, outages: Outages) => void;
  /** The invocation rejects, and its message names this. */
  rejects?: string;
  /** Seconds that the platform grants the invocation; without it, those of s.yaml. */
  timeout?: number;
}>;
