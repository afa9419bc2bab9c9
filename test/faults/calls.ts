import type { World } from '../../rehearsal/world/world.ts';

export const servers = ['mms', 'oss', 'slack', 'mail'] as const;
export type ServerName = (typeof servers)[number];

/**
 * One call of a tick, by the words of the server that took it; of mail, one stage of the dialogue.
 */
export type Call = Readonly<{ server: ServerName; operation: string; attempt: number }>;

/**
 * Every call that the servers took, in their own words: what the code does, not what a test
 * remembers of it.
 */
export const callsIn = (world: World): readonly Call[] =>
  servers.flatMap((server) =>
    world[server].journal.entries.map(({ operation, attempt }) => ({ server, operation, attempt })),
  );

export function nameOf({ server, operation, attempt }: Call): string {
  const times = attempt === 1 ? '' : ` (${attempt})`;
  return `${server}  ${operation}${times}`;
}

export const isMessage = ({ server, operation }: Call): boolean =>
  server === 'slack' || operation === 'end of data';
export const stateOf = ({ operation }: Call): string | undefined =>
  /(?:Get|Put)Object production\/(\w+)\.json/.exec(operation)?.[1];
