import type { AlertOf } from '../core/alert.ts';
import { nameWithin, number } from './counting.ts';
import { nameAndId, tableOf } from './place.ts';
import { code, type IdRun, type Words } from './words.ts';

/** Ids that stand together in one section, and the failures that it tells. */
export type IdSection = Readonly<{ runs: readonly IdRun[]; alerts: readonly AlertOf<'failed'>[]; length: number }>;

/** How long a text becomes in a channel's form. */
export type Measures = Readonly<{ label: (label: Words) => number; item: (item: string) => number; section: number }>;

type Group = Readonly<{ label: Words; members: readonly AlertOf<'failed'>[] }>;

/**
 * Failures that are not told in full, as sections of a channel's size: ids under their status and data source, with
 * names beside them where `named`.
 */
export function restById(failed: readonly AlertOf<'failed'>[], named: boolean, measures: Measures): readonly IdSection[] {
  const sections: IdSection[] = [];
  let open: Section = { runs: [], alerts: [], length: 0 };
  for (const { label, members } of groupsOf(failed)) {
    let run: Run | undefined;
    let begun = false;
    for (const alert of members) {
      const item = itemOf(alert, named);
      const length = measures.item(item) + 1;
      if (open.length + length + (run === undefined ? measures.label([...label, ', continued']) : 0) > measures.section && open.alerts.length > 0) {
        sections.push(open);
        open = { runs: [], alerts: [], length: 0 };
        run = undefined;
      }
      if (run === undefined) {
        run = { label: begun ? [...label, ', continued'] : label, items: [], separator: named ? '\n' : ' ' };
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

type Run = { label: Words; items: string[]; separator: ' ' | '\n' };
type Section = { runs: Run[]; alerts: AlertOf<'failed'>[]; length: number };

const itemOf = ({ task }: AlertOf<'failed'>, named: boolean): string =>
  named ? `${task.id}  ${nameWithin(tableOf(task), 48)}` : task.id;

function groupsOf(failed: readonly AlertOf<'failed'>[]): readonly Group[] {
  const groups = new Map<string, AlertOf<'failed'>[]>();
  for (const alert of failed) {
    const group = `${alert.task.sourceId} ${String(alert.recoveredSince)} ${alert.status}`;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [alert]);
    else members.push(alert);
  }
  return [...groups.values()].map((members) => ({ label: labelOf(members), members }));
}

function labelOf(members: readonly AlertOf<'failed'>[]): Words {
  const [first] = members;
  if (first === undefined) return [];
  const { sourceName, sourceId } = first.task;
  return [
    code(nameWithin(first.status, 40)), ` ${number(members.length)}`, ...(first.recoveredSince ? [', recovered since'] : []),
    ' · source ', ...nameAndId(nameWithin(sourceName, 40), sourceId),
  ];
}
