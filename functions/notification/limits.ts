/** How much one message shows. Lengths are in code points. */
export type Limits = Readonly<{
  name: number;
  reason: number;
  action: number;
  /** For the log texts of one failure, where so many are shown in full. */
  log: (inFull: number) => number;
  causes: number;
  /** Failures in full: of one cause alone, and of several together. */
  examples: Readonly<{ ofOneCause: number; most: number }>;
  names: number;
  lines: number;
  /** Where failures are listed for which a section has no room. */
  rest: Rest;
}>;

/** By id, here or on further pages; in the mail that tells the same; in a table beside it. */
export type Rest = 'ids' | 'mail' | 'table';

export const leastInFull = 3;

type Tries = readonly [Limits, ...Limits[]];

/** What fits within the most generous limits, else what the last make of it. */
export function firstThatFits<Made>(
  [most, ...less]: Tries,
  make: (limits: Limits) => Made,
  fits: (made: Made) => boolean,
): Made {
  let made = make(most);
  for (const limits of less) {
    if (fits(made)) break;
    made = make(limits);
  }
  return made;
}

const shares =
  (one: number, three: number, more: number) =>
  (inFull: number): number => {
    if (inFull <= 1) return one;
    return inFull <= 3 ? three : more;
  };

/** From the most generous: the last is for texts that are made to fill messages. */
export function chatLimits(rest: Rest): Tries {
  const most: Limits = {
    name: 120,
    reason: 160,
    action: 200,
    log: shares(2000, 800, 500),
    causes: 8,
    examples: { ofOneCause: leastInFull, most: 6 },
    names: rest === 'mail' ? 3 : 5,
    lines: 6,
    rest,
  };
  const less: Limits = {
    ...most,
    name: 60,
    reason: 90,
    action: 90,
    log: shares(1000, 500, 300),
    causes: 6,
    examples: { ofOneCause: leastInFull, most: leastInFull },
    names: 4,
    lines: 4,
  };
  const few = { causes: 5, names: 3, lines: 3 };
  const least = { causes: 2, names: 1, lines: 1 };
  return [
    most,
    less,
    { ...less, name: 24, reason: 60, action: 40, log: shares(600, 300, 200), ...few },
    { ...less, name: 8, reason: 24, action: 16, log: shares(200, 100, 80), ...least },
  ];
}

/** From the most generous. */
export function mailLimits(rest: Rest): Tries {
  const unlessInTable = (count: number): number => (rest === 'table' ? count : Infinity);
  const most: Limits = {
    name: 200,
    reason: 300,
    action: 400,
    log: shares(4000, 4000, 3000),
    causes: 20,
    examples: { ofOneCause: 5, most: 10 },
    names: unlessInTable(12),
    lines: unlessInTable(12),
    rest,
  };
  const least: Limits = {
    ...most,
    name: 24,
    reason: 40,
    action: 60,
    log: shares(300, 300, 200),
    causes: 6,
    examples: { ofOneCause: leastInFull, most: 6 },
    names: unlessInTable(4),
    lines: unlessInTable(4),
  };
  return [
    most,
    { ...most, log: shares(2000, 2000, 1500), action: 240 },
    { ...most, name: 80, reason: 120, log: shares(800, 800, 600), action: 120 },
    least,
  ];
}
