/** How much of everything one message shows. Lengths are in code points. */
export type Limits = Readonly<{
  /** A name, a reason, an action. */
  name: number;
  reason: number;
  action: number;
  /** The log texts of one failure, where so many failures are shown in full. */
  log: (inFull: number) => number;
  /** Causes that have lines of their own. */
  causes: number;
  /** Failures in full: of the first cause, of each other cause, of all. */
  examples: Readonly<{ first: number; others: number; most: number }>;
  /** Names in a line, and lines in a list. */
  names: number;
  lines: number;
  /** Where failures are listed for which a section has no room. */
  rest: Rest;
}>;

export type Rest =
  /** By id, here or on further pages. */
  | Readonly<{ in: 'ids' }>
  /** In the mail that tells the same. */
  | Readonly<{ in: 'mail' }>
  /** In the table beside this mail. */
  | Readonly<{ in: 'table'; file: string }>;

/** At least so many failures of a message are told in full. */
export const leastInFull = 3;

const shares =
  (one: number, three: number, more: number) =>
  (inFull: number): number => {
    if (inFull <= 1) return one;
    return inFull <= 3 ? three : more;
  };

/**
 * For a chat, from the most generous: the first is for texts as people and machines write them, the
 * last for texts that are made to fill messages.
 */
export const chatLimits = (rest: Rest): readonly [Limits, ...Limits[]] => [
  {
    name: 120,
    reason: 160,
    action: 200,
    log: shares(2000, 800, 500),
    causes: 8,
    examples: { first: 3, others: 1, most: 6 },
    names: rest.in === 'mail' ? 3 : 5,
    lines: 6,
    rest,
  },
  {
    name: 80,
    reason: 120,
    action: 120,
    log: shares(1500, 700, 400),
    causes: 8,
    examples: { first: 3, others: 1, most: 4 },
    names: rest.in === 'mail' ? 3 : 5,
    lines: 5,
    rest,
  },
  {
    name: 60,
    reason: 90,
    action: 90,
    log: shares(1000, 500, 300),
    causes: 6,
    examples: { first: 3, others: 1, most: 3 },
    names: 4,
    lines: 4,
    rest,
  },
  {
    name: 24,
    reason: 60,
    action: 40,
    log: shares(600, 300, 200),
    causes: 5,
    examples: { first: 3, others: 1, most: 3 },
    names: 3,
    lines: 3,
    rest,
  },
  {
    name: 8,
    reason: 24,
    action: 16,
    log: shares(200, 100, 80),
    causes: 2,
    examples: { first: 3, others: 1, most: 3 },
    names: 1,
    lines: 1,
    rest,
  },
];

/** For a mail, from the most generous; many alerts have a table beside it. */
export const mailLimits = (rest: Rest): readonly [Limits, ...Limits[]] => {
  const unlessInTable = (count: number): number => (rest.in === 'table' ? count : Infinity);
  const most: Limits = {
    name: 200,
    reason: 300,
    action: 400,
    log: shares(4000, 4000, 3000),
    causes: 20,
    examples: { first: 5, others: 1, most: 10 },
    names: unlessInTable(12),
    lines: unlessInTable(12),
    rest,
  };
  return [
    most,
    { ...most, log: shares(2000, 2000, 1500), action: 240 },
    { ...most, name: 80, reason: 120, log: shares(800, 800, 600), action: 120 },
    {
      ...most,
      name: 24,
      reason: 40,
      log: shares(300, 300, 200),
      action: 60,
      causes: 6,
      examples: { first: 3, others: 1, most: 6 },
      names: unlessInTable(4),
      lines: unlessInTable(4),
    },
  ];
};
