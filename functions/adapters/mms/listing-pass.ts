import type { TaskId } from '../../core/id.ts';
import type { Task } from '../../core/task.ts';
import { rowsOn, type TaskPage } from './task-page.ts';

/** Reads one page, counted from 1. */
export type ReadPage = (pageNum: number) => Promise<TaskPage>;

/** What one reading of all pages gave. */
export type Pass = Readonly<{
  tasks: ReadonlyMap<TaskId, Task>;
  pages: number;
  /** By page. */
  failures: ReadonlyMap<number, unknown>;
  unusable: number;
  /** A page said nothing about tasks, not even that there are none. */
  bare: boolean;
  /** The totals that the pages told; several when tasks came or went meanwhile. */
  totals: ReadonlySet<number>;
  /** Pages with tasks on them, of which other pages had shown every one. */
  repeats: readonly number[];
}>;

/** Far beyond any source; it only ends a listing that would never end by itself. */
const mostPages = 10_000;
const pagesAtATime = 16;

/**
 * The first page tells how many there are, by its total and by the rows that really came: a server may cap the page
 * size, or give everything at once. Then the others are read together. Where no page tells a total, or the pages show
 * fewer tasks than it promises although the last one is full, reading goes on until a page shows nothing new.
 */
export async function readAllPages(read: ReadPage): Promise<Pass> {
  const pages = new Map<number, TaskPage>();
  const failures = new Map<number, unknown>();
  const readOne = async (pageNum: number): Promise<void> => {
    try {
      pages.set(pageNum, await read(pageNum));
    } catch (error) {
      failures.set(pageNum, error);
    }
  };
  const readFrom = async (first: number, count: number): Promise<void> => {
    await Promise.all(Array.from({ length: count }, (_, index) => readOne(first + index)));
  };

  await readOne(1);
  const first = pages.get(1);
  if (first === undefined) return summary(pages, failures, 1);
  const pageSize = rowsOn(first);
  const whole = first.total === undefined || pageSize === 0 ? 1 : Math.min(Math.max(1, Math.ceil(first.total / pageSize)), mostPages);
  await readFrom(2, whole - 1);

  let last = whole;
  for (let wave = 1; last < mostPages && goesOn(summary(pages, failures, last), pages.get(last), pageSize); wave *= 2) {
    const count = Math.min(wave, first.total === undefined ? pagesAtATime : 1, mostPages - last);
    await readFrom(last + 1, count);
    last += count;
  }
  return summary(pages, failures, last);
}

function goesOn(pass: Pass, lastPage: TaskPage | undefined, pageSize: number): boolean {
  if (lastPage === undefined || rowsOn(lastPage) === 0 || pass.failures.size > 0 || pass.repeats.includes(pass.pages)) return false;
  if (pass.totals.size === 0) return true;
  return rowsOn(lastPage) >= pageSize && pass.tasks.size + pass.unusable < Math.max(...pass.totals);
}

function summary(pages: ReadonlyMap<number, TaskPage>, failures: ReadonlyMap<number, unknown>, count: number): Pass {
  const tasks = new Map<TaskId, Task>();
  const totals = new Set<number>();
  const repeats: number[] = [];
  let unusable = 0;
  let bare = false;
  for (const [pageNum, page] of [...pages].sort(([a], [b]) => a - b)) {
    const before = tasks.size;
    for (const task of page.tasks) tasks.set(task.id, task);
    if (page.tasks.length > 0 && tasks.size === before) repeats.push(pageNum);
    unusable += page.unusable;
    bare ||= page.bare;
    if (page.total !== undefined) totals.add(page.total);
  }
  return { tasks, pages: count, failures, unusable, bare, totals, repeats };
}
