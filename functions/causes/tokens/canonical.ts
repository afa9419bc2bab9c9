import type { Token } from './token.ts';
import { dataTypes, verbs } from './vocabulary.ts';

/** What tells these pieces from others; `1 row` and `3 rows` are one. */
export function canonicalOf(tokens: readonly Token[]): string {
  let text = '';
  let counted = false;
  for (const { kind, said } of tokens) {
    if (kind === 'name' || kind === 'number') {
      if (!text.endsWith('…')) text += ' …';
    } else if (kind !== 'mark') {
      const many = counted && /[^su]s$/.test(said) && !verbs.has(said);
      text += ` ${many ? said.slice(0, -1) : said}`;
    }
    counted = kind === 'number';
  }
  return text
    .trimStart()
    .replace(/\b(?:can not|can't|could not|unable to|failed to)(?= )/g, 'cannot')
    .replace(/n't\b/g, ' not')
    .replace(/^… (?=.)|(?<=.)(?: (?:at|since))? …$/g, '');
}

/**
 * Codes that stand for one sentence, which adds nothing.
 * https://docs.oracle.com/en/error-help/db/
 */
const oneSentence =
  /^(?:ODPS-01301[34]1|ORA-(?!00600|00604|03135|04031|07445|12801|17\d\d\d|2[029]\d\d\d|06512)\d{5})$/;

export function withoutCodes(tokens: readonly Token[]): string {
  if (tokens.some(({ text }) => oneSentence.test(text))) return '';
  return canonicalOf(tokens.filter(({ kind }) => kind !== 'code' && kind !== 'condition'));
}

/** `decimal(18,2)`. */
const isSized = ({ kind, said }: Token): boolean => kind === 'type' && said.includes('(');

/**
 * Two types that do not fit are two columns to map, so a type tells causes apart, unless a switch
 * turns it on. Precision counts beside another decimal only.
 */
export function typesApart(tokens: readonly Token[]): readonly Token[] {
  // `map` is a verb as well.
  const [one, two] = tokens.filter(
    (token) => isSized(token) || (dataTypes.has(token.said) && token.said !== 'map'),
  );
  if (one !== undefined && two !== undefined && isSized(one) !== isSized(two))
    return tokens.map((token) =>
      isSized(token) ? { ...token, said: token.said.replace(/\(.*/, '') } : token,
    );
  const [only, other] = tokens.filter(({ said }) => dataTypes.has(said));
  if (only === undefined || other !== undefined) return tokens;
  const told = tokens.filter(({ kind }) => kind !== 'mark');
  const at = told.indexOf(only);
  const words = told.map(({ said }) => said);
  const enabled =
    words[at + 1] === 'type' || (words[at - 1] === 'type' && words[at + 3] === 'enabled');
  const owned = words[at - 1] === 'type' && words[at - 2] === 'has';
  return enabled || owned ? tokens.filter((token) => token !== only) : tokens;
}
