import { isSome, jobOf, type Alert } from './alert.ts';
import { joined, plainLine, type Line, type Tone } from './document.ts';
import type { Clause, Kind, Scene } from './kind.ts';
import { lineWithin } from './names.ts';

export type Headline = Readonly<{ tone: Tone; line: Line }>;

/** What lock screens and inboxes show of a line. */
export const longestHeadline = 150;

const longestName = 30;

const worst: readonly Tone[] = ['failed', 'attention', 'good', 'plain'];

/** Those of a kind that no section of another kind draws. */
export const ownAlerts = (kind: Kind, { alerts, absorbed }: Scene): readonly Alert[] =>
  kind.of(alerts).filter((alert) => !absorbed.has(alert));

export function headlineOf(scene: Scene): Headline {
  const limits = { ...scene.limits, name: Math.min(scene.limits.name, longestName) };
  const clauses: Clause[] = [];
  const headlined = new Set<string>();
  for (const kind of Object.values(scene.kinds)) {
    const own = ownAlerts(kind, scene);
    const clause = isSome(own) ? kind.headline(own, { ...scene, limits, headlined }) : undefined;
    if (clause === undefined) continue;
    clauses.push(clause);
    if (clause.countsTasks !== true) continue;
    for (const alert of own) headlined.add(jobOf(kind.subject(alert)));
  }
  const ordered = worst.flatMap((tone) => clauses.filter((clause) => clause.tone === tone));
  const [first, ...others] = ordered;
  if (first === undefined) return { tone: 'plain', line: [] };
  return { tone: first.tone, line: withOthers(first, others, scene) };
}

/** As many of the others as there is room for. */
function withOthers(first: Clause, others: readonly Clause[], scene: Scene): Line {
  const { semicolon, comma } = scene.messages.form;
  const isElsewhere = (other: Clause): boolean =>
    plainLine(other.place ?? []) !== plainLine(first.place ?? []);
  // One place of all is said once, at the end.
  const isOnePlace = !others.some(isElsewhere);
  const place = isOnePlace ? (first.place ?? []) : [];
  let line = isOnePlace ? first.text : withPlace(first.text, first.place);
  let added = 0;
  for (const other of others) {
    const separator = added === 0 ? semicolon : comma;
    const own = isElsewhere(other) ? withPlace(other.text, other.place) : other.text;
    const longer = [...line, separator, ...(other.short ?? own)];
    if (lengthOf(withPlace(longer, place)) > longestHeadline) continue;
    line = longer;
    added += 1;
  }
  const whole = withPlace(line, place);
  return lineWithin(lengthOf(whole) > longestHeadline ? line : whole, longestHeadline);
}

const lengthOf = (line: Line): number => plainLine(line).length;

const withPlace = (line: Line, place: Line = []): Line => joined([line, place]);
