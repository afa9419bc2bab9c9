import type { Html } from './html.ts';

/** What a browser does to the page that it shows; page.js carries it out. */
export type Change =
  /** Takes the place of the element with this id, else comes first or last in the list. */
  | Readonly<{ kind: 'put'; list: string; id: string; html: string; place: 'first' | 'last' }>
  | Readonly<{ kind: 'drop'; id: string }>
  | Readonly<{ kind: 'text'; id: string; text: string }>
  | Readonly<{
      kind: 'button';
      id: string;
      label: string;
      /** `undefined` for a button that does not stay down. */
      pressed: boolean | undefined;
      /** It mends what is broken. */
      urgent: boolean;
      enabled: boolean;
    }>;

export type Button = Omit<Extract<Change, { kind: 'button' }>, 'kind' | 'id'>;

type ListOptions = Readonly<{ place: 'first' | 'last'; most?: number }>;

/**
 * What the page shows, kept so that whoever comes late sees it too, and so that only what is new is
 * sent.
 */
export class Board {
  readonly #lists = new Map<string, { options: ListOptions; items: Map<string, string> }>();
  readonly #texts = new Map<string, string>();
  readonly #buttons = new Map<string, Button>();
  #news: Change[] = [];

  /** Of more than `most` items, the oldest go. */
  list(list: string, options: ListOptions): void {
    if (!this.#lists.has(list)) this.#lists.set(list, { options, items: new Map() });
  }

  put(list: string, id: string, { text: html }: Html): void {
    const kept = this.#lists.get(list);
    if (kept === undefined) throw new Error(`the page has no list ${list}`);
    const {
      items,
      options: { place, most = Infinity },
    } = kept;
    if (items.get(id) === html) return;
    items.set(id, html);
    this.#news.push({ kind: 'put', list, id, html, place });
    for (const oldest of items.keys()) {
      if (items.size <= most) break;
      this.drop(list, oldest);
    }
  }

  drop(list: string, id: string): void {
    if (this.#lists.get(list)?.items.delete(id) === true) this.#news.push({ kind: 'drop', id });
  }

  text(id: string, text: string): void {
    if (this.#texts.get(id) === text) return;
    this.#texts.set(id, text);
    this.#news.push({ kind: 'text', id, text });
  }

  button(id: string, button: Button): void {
    if (JSON.stringify(this.#buttons.get(id)) === JSON.stringify(button)) return;
    this.#buttons.set(id, button);
    this.#news.push({ kind: 'button', id, ...button });
  }

  /** What changed since it was asked last. */
  news(): readonly Change[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  /** All that makes an empty page into this one. */
  everything(): readonly Change[] {
    const puts = [...this.#lists].flatMap(
      ([
        list,
        {
          options: { place },
          items,
        },
      ]) => [...items].map(([id, html]): Change => ({ kind: 'put', list, id, html, place })),
    );
    const texts = [...this.#texts].map(([id, text]): Change => ({ kind: 'text', id, text }));
    const buttons = [...this.#buttons].map(([id, button]): Change => ({
      kind: 'button',
      id,
      ...button,
    }));
    return [...puts, ...texts, ...buttons];
  }
}
