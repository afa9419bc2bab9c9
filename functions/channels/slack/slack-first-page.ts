import type { KnownBlock } from '@slack/types';
import { tellCauses, type CausesTold } from '../../notification/causes-told.ts';
import { callsForSomebody } from '../../notification/clusters.ts';
import type { Digest, MessageContext } from '../../notification/digest.ts';
import { footer } from '../../notification/footer.ts';
import { titleOf, type Headline } from '../../notification/headline.ts';
import { laterPassages } from '../../notification/later-passages.ts';
import type { Reader } from '../../notification/reader.ts';
import { blockOf, slackLimits } from './slack-blocks.ts';
import { roomOf } from './slack-pages.ts';
import { slackRooms, type SlackRoom } from './slack-room.ts';
import { standingPassages } from '../../notification/standings.ts';
import { topPassages, withRules } from '../../notification/top-passages.ts';
import type { Block } from '../../notification/document.ts';

/**
 * Everything of the first message but the list of those failures that are told by id: it stands
 * between the two parts, after where the jobs stand, so that a storm's wall of ids is an appendix.
 */
export type FirstPage = Readonly<{
  story: readonly Block[];
  end: readonly Block[];
  causes: CausesTold;
  room: SlackRoom;
  summed: number;
}>;

/** Where ids have to be listed, so much is left for them. */
const roomForIds = { text: 1600, blocks: 3 } as const;

/** The most generous layout that Slack takes. */
export function firstPageOf(
  digest: Digest,
  headline: Headline,
  context: MessageContext,
  reader: Reader,
): FirstPage {
  const [most, ...less] = slackRooms(reader.say);
  let page = writeWith(most, digest, headline, context, reader);
  for (const room of less) {
    if (fits(page)) break;
    page = writeWith(room, digest, headline, context, reader);
  }
  return page;
}

function fits(page: FirstPage): boolean {
  const blocks = blocksOf(page);
  const wanted = page.causes.rest.length > 0 ? roomForIds : { text: 0, blocks: 0 };
  return roomOf(blocks) >= wanted.text && blocks.length + 2 + wanted.blocks <= slackLimits.blocks;
}

export const blocksOf = ({ story, end, room }: FirstPage): readonly KnownBlock[] =>
  [...story, ...end].map((passage) => blockOf(passage, room.names));

function writeWith(
  room: SlackRoom,
  digest: Digest,
  headline: Headline,
  context: MessageContext,
  reader: Reader,
): FirstPage {
  const { mailAlso, now } = context;
  const listedIn = (): string | undefined => (mailAlso ? reader.say.job.failedInMail : undefined);
  const causes = tellCauses(digest, now, reader, room.causes);
  const parts = [
    topPassages(
      digest,
      reader,
      { ...room.top, finished: { ...room.top.finished, listedIn } },
      room.rules,
    ),
    causes.passages,
    laterPassages(digest, headline, reader, room.later),
    standingPassages(digest, reader),
  ];
  return {
    story: [
      { kind: 'title', tone: headline.tone, text: titleOf(headline, reader) },
      ...mentionIn(digest, context),
      ...withRules(parts, room.rules),
    ],
    end: [footer(context, reader)],
    causes,
    room,
    summed: Math.min(room.causes.summed, digest.clusters.length),
  };
}

/** Somebody is called once a cause and once an escalation, and never for good news. */
export function mentionIn(
  { clusters, escalations }: Digest,
  { mention }: MessageContext,
): readonly Block[] {
  const calls = escalations.length > 0 || clusters.some(callsForSomebody);
  return calls && mention !== undefined ? [{ kind: 'mention', token: mention }] : [];
}
