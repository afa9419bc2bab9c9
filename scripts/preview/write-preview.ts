import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languages } from '../../functions/language.ts';
import type { Situation } from '../../rehearsal/simulation/situations.ts';
import { indexOf, type Entry } from './index-page.ts';
import { Studio } from './pictures.ts';
import { firstMoments, toldIn, type View } from './told.ts';

/** Messages of a situation, its first look included: later ones look much the same. */
const mostMessages = 3;
/** Fewer where more would take long to play, and more where the last one is another one. */
const ownMost: Readonly<Record<string, number>> = { report: 6, healthy: 2 };
/** Every situation begins with a first look; that of this one is shown. */
const firstLook = 'first-look';

type Preview = Readonly<{
  folder: string;
  situations: Readonly<Record<string, Situation>>;
  browserFile: string | undefined;
  progress: (line: string) => void;
}>;

/**
 * Plays the situations and writes what is told in them, and how it looks in each channel and
 * language.
 */
export async function writePreview({
  folder,
  situations,
  browserFile,
  progress,
}: Preview): Promise<Readonly<{ files: number; pictures: number }>> {
  for (const language of languages) await mkdir(join(folder, language), { recursive: true });
  const studio = browserFile === undefined ? undefined : await Studio.open(browserFile);
  const all = Object.entries(situations);
  const entries: Entry[] = [];
  const finished: Promise<void>[] = [];
  let [files, pictures, done] = [1, 0, 0];
  const finish = async ({ name, told }: Entry): Promise<void> => {
    const views = told.flatMap((one) => one.views);
    const written = await writeFiles(folder, views);
    const taken = studio === undefined ? 0 : views.length;
    const shots = views.map(({ html, picture }) => ({ html, picture: join(folder, picture) }));
    await studio?.take(shots);
    files += written;
    pictures += taken;
    done += 1;
    progress(`${done}/${all.length} ${name}: ${taken} pictures`);
  };
  try {
    for (const [name, situation] of all) {
      const moments = await firstMoments(situation, ownMost[name] ?? mostMessages);
      const shown = name === firstLook ? moments : moments.slice(1);
      const told = shown.flatMap((moment, index) =>
        languages.map((language) => toldIn(language, moment, `${language}/${name}-${index + 1}`)),
      );
      const entry = { name, title: situation.title, told };
      entries.push(entry);
      // The browser draws it while the next one is played.
      finished.push(finish(entry));
    }
    await Promise.all(finished);
  } finally {
    await studio?.close();
  }
  await writeFile(join(folder, 'index.html'), indexOf(entries, studio !== undefined));
  return { files, pictures };
}

async function writeFiles(folder: string, views: readonly View[]): Promise<number> {
  const files = views.flatMap(({ page, html, sources }) => [
    [page, html] as const,
    ...Object.entries(sources),
  ]);
  for (const [file, text] of files) await writeFile(join(folder, file), text);
  return files.length;
}
