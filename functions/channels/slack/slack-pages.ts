import type { KnownBlock } from '@slack/types';
import type { AlertOf } from '../../kinds/alert.ts';
import type { CausesTold } from '../../notification/causes-told.ts';
import { restById, type IdSection, type Measures } from '../../notification/rest-by-id.ts';
import { labelLimit, slackLimits, textLength } from './slack-blocks.ts';
import { codeBlockLength, inCode, mrkdwnWithin } from './slack-markup.ts';
import type { Wording } from '../../notification/wording/wording.ts';

type Failed = readonly AlertOf<'failed'>[];

/**
 * How the failures that are told by id are spread over messages, and those for which none has room.
 */
export type Pages = Readonly<{ pages: readonly (readonly IdSection[])[]; unlisted: Failed }>;

const mostMessages = 5;
/**
 * Left free for the heading of the list and the line that counts what is not in it, or for a title.
 */
const roomAside = 600;
/** With names beside the ids, a list takes a good half of a screen at most. */
const mostNamed = 40;
const roomForNames = 3000;

const measures: Measures = {
  label: (label) => mrkdwnWithin([label], labelLimit).length + codeBlockLength('') + 2,
  item: (item) => inCode(item).length,
  section: 1500,
};

/**
 * The first message has what its other blocks leave; each further one has all the room there is.
 */
export function pagesOf(
  rest: CausesTold['rest'],
  numbered: number,
  firstPage: readonly KnownBlock[],
  say: Wording,
): Pages {
  let room = roomOf(firstPage);
  let blocksLeft = slackLimits.blocks - 2 - firstPage.length;
  const pages: IdSection[][] = [[]];
  let listed = 0;
  const sections = sectionsOf(rest, numbered, say);
  for (const section of sections) {
    if (section.length > room || blocksLeft < 1) {
      if (pages.length === mostMessages) break;
      pages.push([]);
      room = roomOf([]);
      blocksLeft = slackLimits.blocks - 2;
    }
    pages.at(-1)?.push(section);
    listed += section.alerts.length;
    room -= section.length;
    blocksLeft -= 1;
  }
  return { pages, unlisted: sections.flatMap(({ alerts }) => alerts).slice(listed) };
}

/** Characters that a list may take beside these blocks; none is left where it is negative. */
export const roomOf = (blocks: readonly KnownBlock[]): number =>
  slackLimits.allText - roomAside - blocks.reduce((sum, block) => sum + textLength(block), 0);

function sectionsOf(
  rest: CausesTold['rest'],
  numbered: number,
  say: Wording,
): readonly IdSection[] {
  const failures = rest.reduce((sum, { failures: some }) => sum + some.length, 0);
  const named =
    failures <= mostNamed ? restById(rest, { named: true, numbered }, measures, say) : [];
  const length = named.reduce((sum, section) => sum + section.length, 0);
  return named.length > 0 && length <= roomForNames
    ? named
    : restById(rest, { named: false, numbered }, measures, say);
}
