import type { Cause } from '../../causes/cause.ts';
import type { CauseGroup, TaskRef } from '../alert.ts';
import { joined, strong, type Line } from '../document.ts';
import { someTasks, unitOf } from '../names.ts';
import type { Scene } from '../notification.ts';
import { taskLogLink } from '../next-steps.ts';
import { adviceOn, whyOf } from './causes.ts';

/** A cause with what it broke, as a list tells it. */
export type ListedCause = Readonly<{
  cause: Cause | undefined;
  /** The cause's own, or one that counts of rows tell. */
  category: string | undefined;
  count: number;
  /** Those that may be named. */
  tasks: readonly TaskRef[];
  /** What has come of it since it was told last. */
  news?: Line;
}>;

export const listedCause = ({ cause, count, tasks }: CauseGroup): ListedCause => ({
  cause,
  category: cause?.category,
  count,
  tasks,
});

/** A line a cause: how many, why, what mends it; those beyond the limits are counted. */
export function causeList(causes: readonly ListedCause[], scene: Scene): readonly Line[] {
  const { cause, form } = scene.locale.messages;
  const shown = causes.slice(0, scene.limits.causes);
  const rest = causes.slice(shown.length);
  const lines = shown.map((listed) => causeLine(listed, scene));
  if (rest.length === 0) return lines;
  const tasks = rest.reduce((sum, { count }) => sum + count, 0);
  return [...lines, [cause.moreCauses(rest.length, form.counted(tasks, 'task'))]];
}

export function causeLine(listed: ListedCause, scene: Scene): Line {
  const { cause, category, count, tasks, news = [] } = listed;
  const { form } = scene.locale.messages;
  const [first] = tasks;
  const size = strong(form.counted(count, tasks.length < count ? 'table' : unitOf(tasks)));
  const why: Line = [size, form.colon, ...whyOf(cause, scene, scene.limits.reason)];
  const log = first === undefined ? [] : [taskLogLink(first, scene)];
  return joined([why, news, namesOf(listed, scene), adviceOn(category, scene), log], ' · ');
}

/** Where a mail lists them all, so many are named at most. */
const mostNamed = 3;

function namesOf({ tasks, count }: ListedCause, scene: Scene): Line {
  const areInMail = scene.limits.rest.in === 'mail' && count > mostNamed;
  return tasks.length === 0 || areInMail ? [] : someTasks(tasks, scene, count);
}
