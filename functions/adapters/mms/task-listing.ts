import type { Task } from '../../core/task.ts';
import { readAllPages, type Pass, type ReadPage } from './listing-pass.ts';

/** The tasks of all pages, each once, and how far they can be trusted. */
export type TaskListing = Readonly<{ tasks: readonly Task[]; complete: boolean; problems: readonly string[] }>;

/** How many pages that could not be read are told with their own reason. */
const toldReasons = 3;

/**
 * Reads the listing, and reads it once more where its pages did not fit together, as when tasks come or go while it is
 * read: a task that slipped from one page to another is then on one of the two readings. So it does where an answer
 * says nothing at all: taken for an empty listing by mistake, it would make every task look new the next time. Pages
 * that fit together no better the second time are taken as they are; a total may simply be wrong.
 *
 * `what` names the target, for the problems.
 */
export async function listTaskPages(read: ReadPage, what: string): Promise<TaskListing> {
  const first = await readAllPages(read);
  if (first.failures.size > 0 || fits(first)) return listingOf([first], what);
  return listingOf([first, await readAllPages(read)], what);
}

const found = (pass: Pass): number => pass.tasks.size + pass.unusable;

const fits = (pass: Pass): boolean =>
  pass.failures.size === 0 && !pass.bare && pass.totals.size <= 1 && [...pass.totals].every((total) => found(pass) >= total);

function listingOf(passes: readonly Pass[], what: string): TaskListing {
  const tasks = new Map(passes.flatMap((pass) => [...pass.tasks]));
  const last = passes.at(-1);
  const problems = last === undefined ? [] : [
    ...unreadPages(last, what),
    ...(fits(last) ? [] : missingTasks(last, tasks.size, what)),
    ...(last.unusable === 0 ? [] : [`ListMmsTasks of ${what}: ${last.unusable} of its tasks have no usable \`id\` and are not watched; expected whole numbers`]),
  ];
  return { tasks: [...tasks.values()], complete: problems.length === 0, problems };
}

/** A server that gives the same page again and again, or none, shows fewer tasks than there are, tick after tick. */
function missingTasks(pass: Pass, seen: number, what: string): readonly string[] {
  const total = Math.min(...pass.totals);
  if (pass.failures.size > 0 || pass.totals.size === 0 || seen + pass.unusable >= total) return [];
  if (pass.repeats.length === 0 && seen > 0) return [];
  const shown = seen === 0 ? 'shows none of them' : `its pages repeat each other and show ${seen} of them`;
  return [`ListMmsTasks of ${what}: MMS counts ${total} tasks, but ${shown}; the others cannot be watched`];
}

function unreadPages({ failures, pages }: Pass, what: string): readonly string[] {
  const numbers = [...failures.keys()].sort((a, b) => a - b);
  const told = numbers.slice(0, toldReasons).map((pageNum) => {
    const error = failures.get(pageNum);
    return error instanceof Error ? error.message : String(error);
  });
  const rest = numbers.slice(toldReasons);
  if (rest.length === 0) return told;
  const named = `${rest.slice(0, 20).join(', ')}${rest.length > 20 ? ', …' : ''}`;
  return [...told, `ListMmsTasks of ${what}: ${rest.length} more of ${pages} pages could not be read: ${named}`];
}
