import type { AlertOf } from '../kinds/alert.ts';
import type { CausesTold } from './causes-told.ts';
import { nameWithin } from './names.ts';
import { nameAndId, tableOf } from './place.ts';
import { code, words, type IdRun, type Line } from './document.ts';
import type { Wording } from './wording/wording.ts';

type Failed = AlertOf<'failed'>;
type Rest = CausesTold['rest'];

/** Ids that stand together in one section, and the failures that it tells. */
export type IdSection = Readonly<{
  runs: readonly IdRun[];
  alerts: readonly Failed[];
  length: number;
}>;

/** How long a text becomes in a channel's form. */
export type Measures = Readonly<{
  label: (label: Line) => number;
  item: (item: string) => number;
  section: number;
}>;

export type RestListing = Readonly<{
  /** With names beside the ids. */
  named: boolean;
  /** Causes that the message has numbered; others have no number to be referred to. */
  numbered: number;
}>;

type Group = Readonly<{ label: Line; members: readonly Failed[] }>;

/**
 * Failures that are not told otherwise, as sections of a channel's size: ids under their cause,
 * status and data source.
 */
export function restById(
  rest: Rest,
  { named, numbered }: RestListing,
  measures: Measures,
  say: Wording,
): readonly IdSection[] {
  const sections: IdSection[] = [];
  let open: Section = { runs: [], alerts: [], length: 0 };
  for (const { label, members } of groupsOf(rest, numbered, say)) {
    const continued: Line = [...label, say.form.comma, say.cause.continued];
    let run: Run | undefined;
    let begun = false;
    for (const alert of members) {
      const item = itemOf(alert, named);
      const length = measures.item(item) + 1;
      if (
        open.length + length + (run === undefined ? measures.label(continued) : 0) >
          measures.section &&
        open.alerts.length > 0
      ) {
        sections.push(open);
        open = { runs: [], alerts: [], length: 0 };
        run = undefined;
      }
      if (run === undefined) {
        run = { label: begun ? continued : label, items: [], separator: named ? '\n' : ' ' };
        begun = true;
        open.runs.push(run);
        open.length += measures.label(run.label);
      }
      run.items.push(item);
      open.alerts.push(alert);
      open.length += length;
    }
  }
  return open.alerts.length > 0 ? [...sections, open] : sections;
}

type Run = { label: Line; items: string[]; separator: ' ' | '\n' };
type Section = { runs: Run[]; alerts: Failed[]; length: number };

const itemOf = ({ task }: Failed, named: boolean): string =>
  named ? `${task.id}  ${nameWithin(tableOf(task), 48)}` : task.id;

function groupsOf(rest: Rest, numbered: number, say: Wording): readonly Group[] {
  const groups = new Map<string, { cause: Line; members: Failed[] }>();
  for (const { cluster, failures } of rest) {
    const known = cluster.number <= numbered;
    const cause =
      numbered === 0
        ? []
        : [known ? say.cause.cause(cluster.number) : say.cause.otherCauses, ' · '];
    for (const alert of failures) {
      const key = `${known ? cluster.number : 'other'} ${alert.task.sourceId} ${String(alert.recoveredSince)} ${alert.status}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { cause, members: [alert] });
      else group.members.push(alert);
    }
  }
  return [...groups.values()].map(({ cause, members }) => ({
    label: [...cause, ...labelOf(members, say)],
    members,
  }));
}

function labelOf(members: readonly Failed[], say: Wording): Line {
  const [first] = members;
  if (first === undefined) return [];
  const { sourceName, sourceId } = first.task;
  const since = first.recoveredSince ? [say.form.comma, say.cause.recoveredSince] : [];
  const source = say.failure.source(nameAndId(nameWithin(sourceName, 40), sourceId, say));
  return words`${code(nameWithin(first.status, 40))} ${say.form.number(members.length)}${since} · ${source}`;
}
