import type { Alert } from './alert.ts';
import { plainLine, type Block, type IdRun, type Line } from './document.ts';
import { kindOf } from './kind.ts';
import type { Message } from './message.ts';

/** So many characters of ids stand in one block: no chat takes more than 3,000. */
const longestRun = 1_500;

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
    const idOf = (alert: Alert): string => kindOf(kinds, alert).subject(alert).id;
    return chunksOf(alerts, idOf).map((some, index): Block => {
      const count = index === 0 ? cause.moreFailed(alerts.length) : cause.continued;
      const label = [...heading, form.colon, count];
      const run: IdRun = { label, items: some.map(idOf), separator: ' ' };
      const tells = some.map((alert) => kindOf(kinds, alert).key(alert));
      return { kind: 'ids', runs: [run], tells };
    });
  });
}

/** In order, each as long as fits into one block. */
function chunksOf<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
): readonly (readonly Item[])[] {
  const chunks: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const length = textOf(item).length + 1;
    if (chunks.length === 0 || length > room) {
      chunks.push([]);
      room = longestRun;
    }
    room -= length;
    chunks.at(-1)?.push(item);
  }
  return chunks;
}
