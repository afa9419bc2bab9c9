import { shortHash } from '../mms/revision.ts';
import type { CauseCategory } from './categories.ts';
import { familyOf } from './family-of.ts';
import { isGeneric } from './generic.ts';
import { withoutImpliedCode } from './implied-codes.ts';
import { reasonOf } from './reason.ts';
import { tellingLines } from './telling-lines.ts';

/** Why something failed, as far as its error text tells. */
export type Cause = Readonly<{
  /**
   * The same for two texts that the same act mends; made of the text alone, so it lasts as long as
   * these rules.
   */
  fingerprint: string;
  /** One line for a person, with `…` for names and numbers; `''` where the text says nothing. */
  reason: string;
  category: CauseCategory | undefined;
}>;

/**
 * The cause that an error text tells of. The text is masked and may be an excerpt; an empty one is
 * a cause of its own.
 * `names` are those that the caller knows to be names (of the task's table, of its database): it
 * finds most by itself. Never throws; the time it takes grows with the length of the text and no
 * faster.
 */
export function causeOf(message: string, names: readonly string[] = []): Cause {
  const lines = tellingLines(
    message,
    new Set(names.flatMap((name) => name.toLowerCase().split('.'))),
  );
  const canonical = canonicalText(message, lines);
  const key = canonical === '' ? 'unstated' : shortHash(canonical);
  return {
    fingerprint: key,
    reason: reasonOf(lines),
    category: familyOf(lines.map(({ whole }) => whole).join(' ')),
  };
}

/**
 * What is hashed: everything that the text says in its order, without what differs from table to
 * table. Only a text of nothing but names stands for itself.
 */
export function canonicalText(message: string, lines = tellingLines(message, new Set())): string {
  if (lines.length === 0) return message.trim().toLowerCase().replace(/\d+/g, '…').slice(0, 200);
  const nothingElse = lines.every(({ canonical }) => isGeneric(canonical));
  // A line went without its code already, so that it is known again; here the code stands on the
  // line above its sentence.
  return withoutImpliedCode(
    lines
      .map(({ canonical, raisedAt }) => {
        const wordless = isGeneric(canonical) && /(?:exception|error)$/.test(canonical);
        const place = nothingElse || wordless ? raisedAt : undefined;
        return place === undefined ? canonical : `${canonical} @ ${place.replace(/[$\d]+/g, '')}`;
      })
      .join(' '),
  );
}
