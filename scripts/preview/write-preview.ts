import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languages } from '../../functions/language.ts';
import type { Situation } from '../../rehearsal/simulation/situations.ts';
import { indexOf, pathsOf, type Entry } from './index-page.ts';
import { firstMessages } from './messages.ts';
import { Studio } from './pictures.ts';
import { toldIn } from './views.ts';

/** Messages of a situation, its first look included: later ones look much the same. */
const mostMessages = 3;
/** Fewer where more would take long to play, and more where the last one is another one. */
const ownMost: Readonly<Record<string, number>> = { report: 6, healthy: 2 };
/** Every situation begins with a first look; that of this one is shown. */
const firstLook = 'first-look';

type Preview = Readonly<{
  /** Where the files go. */
  folder: string;
  situations: Readonly<Record<string, Situation>>;
  /** Without one there are no pictures. */
  browserFile: string | undefined;
  /** Told of each situation, once all of it is written. */
  progress: (line: string) => void;
}>;

/**
 * Plays the situations and writes what is told in them: what each channel would be sent, and how it
 * looks, in each language, with an index.html that shows all of it.
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
  const finish = async (entry: Entry): Promise<void> => {
    files += await writeFiles(folder, entry);
    const taken = studio === undefined ? 0 : await takePictures(studio, folder, entry);
    pictures += taken;
    done += 1;
    progress(`${done}/${all.length} ${entry.name}: ${taken} pictures`);
  };
  try {
    for (const [name, situation] of all) {
      const messages = await firstMessages(situation, ownMost[name] ?? mostMessages);
      const shown = name === firstLook ? messages : messages.slice(1);
      const told = shown.flatMap((message, index) =>
        languages.map((language) => ({
          ...toldIn(language, message),
          path: `${language}/${name}-${index + 1}`,
        })),
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

async function writeFiles(folder: string, { told }: Entry): Promise<number> {
  let files = 0;
  for (const { path, views } of told) {
    for (const view of views) {
      const sources = Object.entries(view.sources).map(([end, text]) => [`${path}.${end}`, text]);
      for (const [file = '', text = ''] of [[pathsOf(path, view).page, view.html], ...sources]) {
        await writeFile(join(folder, file), text);
        files += 1;
      }
    }
  }
  return files;
}

/** Both languages at a time. */
async function takePictures(studio: Studio, folder: string, { told }: Entry): Promise<number> {
  const sheets = languages.map((language) =>
    told
      .filter((message) => message.language === language)
      .flatMap(({ path, views }) =>
        views.map((view) => ({
          html: view.html,
          picture: join(folder, pathsOf(path, view).picture),
        })),
      ),
  );
  await Promise.all(sheets.map((shots) => studio.take(shots)));
  return sheets.flat().length;
}
