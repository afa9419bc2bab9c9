import type { Alert } from './alert.ts';
import { plainLine, type Block, type IdRun, type Line } from './document.ts';
import { kindOf } from './kind.ts';
import type { Message } from './message.ts';

/** So many ids stand in one block: some lines on a phone. */
const idsTogether = 60;

/** The alerts that no section had room for, by id under their headings. */
export function idBlocks({ undrawn, scene }: Message): readonly Block[] {
  const { kinds } = scene.notification;
  const { cause, form } = scene.locale.messages;
  const groups = new Map<string, { heading: Line; alerts: Alert[] }>();
  for (const alert of undrawn) {
    const heading = kindOf(kinds, alert).idHeading(alert, scene);
    if (heading === undefined) continue;
    const key = plainLine(heading);
    const group = groups.get(key) ?? { heading, alerts: [] };
    groups.set(key, group);
    group.alerts.push(alert);
  }
  return [...groups.values()].flatMap(({ heading, alerts }) => {
    const chunks: Block[] = [];
    for (let start = 0; start < alerts.length; start += idsTogether) {
      const some = alerts.slice(start, start + idsTogether);
      const count = start === 0 ? cause.moreFailed(alerts.length) : cause.continued;
      const run: IdRun = {
        label: [...heading, form.colon, count],
        items: some.map((alert) => kindOf(kinds, alert).subject(alert).id),
        separator: ' ',
      };
      chunks.push({
        kind: 'ids',
        runs: [run],
        tells: some.map((alert) => kindOf(kinds, alert).key(alert)),
      });
    }
    return chunks;
  });
}
