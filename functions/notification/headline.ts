import { jobOf } from './alert.ts';
import { joined, plainLine, type Line, type Tone } from './document.ts';
import type { Clause, Scene } from './kind.ts';
import { lineWithin } from './names.ts';

/** What weighs most, what else there is, and where: lock screen, title and subject alike. */
export type Headline = Readonly<{ tone: Tone; line: Line }>;

/** What a lock screen and an inbox show of a line, with some room to spare. */
export const longestHeadline = 150;

/** A name leaves room for what happened to it. */
const longestName = 30;

const worst: readonly Tone[] = ['failed', 'attention', 'good', 'plain'];

/** What calls for a person stands before what is worth knowing, and that before good news. */
export function headlineOf(scene: Scene): Headline {
  const { kinds, alerts } = scene.notification;
  const limits = { ...scene.limits, name: Math.min(scene.limits.name, longestName) };
  const clauses: Clause[] = [];
  const headlined = new Set<string>();
  for (const kind of Object.values(kinds)) {
    const own = kind.of(alerts).filter((alert) => !scene.absorbed.has(kind.key(alert)));
    const clause = kind.headline(own, { ...scene, limits, headlined });
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

/** As many of the others as there is room for; the message tells of all. */
function withOthers(first: Clause, others: readonly Clause[], scene: Scene): Line {
  const { semicolon, comma } = scene.locale.messages.form;
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

const withPlace = (line: Line, place: Line = []): Line => joined([line, place], ' · ');

/** What one alert is, or how many they are. */
export function oneOrCount<A>(
  alerts: readonly A[],
  one: (alert: A) => Line,
  count: (alerts: number) => string,
): Line {
  const [first, second] = alerts;
  if (first === undefined) return [];
  return second === undefined ? one(first) : [count(alerts.length)];
}
