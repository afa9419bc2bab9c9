import type { Token } from './token.ts';
import { verbs } from './vocabulary.ts';

/**
 * What tells these pieces from others: the words in their order, with one `…` for whatever is a
 * name or a number. `1 row` and `3 rows` are one, and so are `cannot` and `unable to`.
 */
export function canonicalOf(tokens: readonly Token[]): string {
  let text = '';
  let counted = false;
  for (const { kind, said } of tokens) {
    if (kind === 'mark') {
      counted = false;
      continue;
    }
    const differs = kind === 'name' || kind === 'number';
    if (differs) {
      if (!text.endsWith('…')) text += text === '' ? '…' : ' …';
    } else {
      const many = counted && said.length > 3 && /[^su]s$/.test(said) && !verbs.has(said);
      text += `${text === '' ? '' : ' '}${many ? said.slice(0, -1) : said}`;
    }
    counted = kind === 'number';
  }
  return text
    .replace(/\b(?:can not|can't|could not|couldn't|unable to|failed to)(?= )/g, 'cannot')
    .replace(/\b(do|does|is|was|are|has)n't\b/g, '$1 not')
    .replace(/^… (?=.)|(?<=.) …$/g, '');
}

/**
 * Codes of which a vendor says one sentence each, in the language of the server: the sentence adds
 * nothing. Those that carry another failure, or speak for a program, are not
 * among them. https://docs.oracle.com/en/error-help/db/
 */
const oneSentence =
  /^(?:ODPS-01301[34]1|ORA-(?!00600|00604|03135|04031|07445|12801|17\d\d\d|2[029]\d\d\d|06512)\d{5}|SQL\d{4,5}[A-Z])$/;

export function wordsThatCount(tokens: readonly Token[]): string {
  if (tokens.some(({ kind, text }) => kind === 'code' && oneSentence.test(text))) return '';
  return canonicalOf(tokens.filter(({ kind }) => kind !== 'code' && kind !== 'condition'));
}
