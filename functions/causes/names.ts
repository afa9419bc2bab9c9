import { findListed } from './listed-names.ts';
import { findNamedThings, nameLike } from './named-things.ts';
import { isMark, kept, name, said, type Pass, type Token } from './token.ts';
import {
  announcing,
  dataTypes,
  prose,
  sqlWords,
  tellingKeys,
  thingsCalledByMeaning,
  thingsWithMeaning,
  thingsWithNames,
} from './vocabulary.ts';

/**
 * Words that are names because of where they stand; `known` are names whatever stands around them.
 */
export const findNames = (tokens: readonly Token[], known: ReadonlySet<string>): readonly Token[] =>
  [
    findKnown(known),
    keepMeant,
    findAssigned,
    findNamedThings,
    findAnnounced,
    findListed,
    findPaired,
    findGlued,
  ].reduce((read, pass) => pass(read), tokens);

/** Names that the caller knows: those of the task whose log it is. */
const findKnown =
  (known: ReadonlySet<string>): Pass =>
  (tokens) =>
    tokens.map((token) => {
      const word = token.kind === 'word' ? said(token) : '';
      return known.has(word) && !isEnglish(word) ? name(token) : token;
    });

const isEnglish = (word: string): boolean =>
  [prose, sqlWords, dataTypes, thingsWithMeaning].some((words) => words.has(word));

/**
 * `for function all_match`, `method name: get_table_req`, `encoding: DELTA_BYTE_ARRAY`, `INT32
 * (UINT_8)`: what has to be changed.
 */
const keepMeant: Pass = (tokens) =>
  tokens.map((token, at) => {
    if (token.kind !== 'name') return token;
    const what = meaningBefore(tokens, at);
    const inCapitals =
      /^[A-Z][A-Z\d_]*$/.test(token.text) &&
      (what === 'type' || (what !== said(tokens[at - 1]) && thingsWithMeaning.has(what)));
    const called = /^[A-Za-z][\w.]*$/.test(token.text) && thingsCalledByMeaning.has(what);
    const ofType =
      isMark(tokens[at - 1], '(') &&
      dataTypes.has(said(tokens[at - 2])) &&
      isMark(tokens[at + 1], ')(');
    return inCapitals || called || ofType || isCondition(tokens, at) ? kept(token) : token;
  });

/** The word that says what is named: right before it, or before `name:`. */
function meaningBefore(tokens: readonly Token[], at: number): string {
  let before = at - 1;
  while (
    before > 0 &&
    before > at - 4 &&
    (isMark(tokens[before], ':=') || /^names?$/.test(said(tokens[before])))
  )
    before -= 1;
  return said(tokens[before]);
}

/**
 * `SparkException: [DIVIDE_BY_ZERO] Division by zero`: the condition with which an engine begins.
 */
const isCondition = (tokens: readonly Token[], at: number): boolean =>
  /^[A-Z]+(?:[_.][A-Z]+)+$/.test(tokens[at]?.text ?? '') &&
  isMark(tokens[at - 1], '[') &&
  isMark(tokens[at + 1], ']') &&
  (at === 1 ||
    (isMark(tokens[at - 2], ':') && /(?:Exception|Error)$/.test(tokens[at - 3]?.text ?? '')));

const onOff = new Set(['true', 'false', 'on', 'off', 'yes', 'no', 'null']);
const keyOfName =
  /(?:Name|Names|Id|Ids|Key|Path|Ip|Host|Port|Owner|User|Table|Column|Project|Partition|Ts)$|^(?:db|table|host|user|column|schema|database|project|partition)_?name$/;

/** `user=hive`, `tableName:orders`: the value goes, and a key that nobody knows with it. */
const findAssigned: Pass = (tokens) => {
  const read = [...tokens];
  for (const [at, token] of tokens.entries()) {
    const [key, value, next] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    if (
      key === undefined ||
      value === undefined ||
      token.kind !== 'mark' ||
      !/^[:=]$/.test(token.text)
    )
      continue;
    if (tellingKeys.has(said(key))) {
      const whole = token.text === '=' || next === undefined || isMark(next, ',;.)]}');
      const condition = token.text === '=' ? /^[A-Za-z_]+$/ : /^[A-Z]+(?:_[A-Z]+)+$/;
      if (value.kind === 'name' && condition.test(value.text) && whole) read[at + 1] = kept(value);
      continue;
    }
    const assigned =
      token.text === '=' ? !isMark(key, '!<>') : keyOfName.test(key.text) && !value.spaced;
    if (!assigned) continue;
    if (value.kind === 'word' && !onOff.has(said(value))) read[at + 1] = name(value);
    const inPartition = tokens
      .slice(Math.max(0, at - 6), at - 1)
      .some((word) => /^(?:partitions?|specs?|pt)$|分区\p{Script=Han}{0,2}$/u.test(said(word)));
    if (key.kind === 'word' && (inPartition || isNobodys(said(key)))) read[at - 1] = name(key);
  }
  return read;
};

const isNobodys = (word: string): boolean =>
  ![prose, thingsWithNames, thingsWithMeaning].some((words) => words.has(word));

/**
 * A lone word that ends the line after `not found:`, and the host after the exception that says it
 * is unknown.
 */
const findAnnounced: Pass = (tokens) =>
  tokens.map((token, at) => {
    if (token.kind !== 'word' || !isMark(tokens[at - 1], ':')) return token;
    const before = tokens.slice(Math.max(0, at - 4), at - 1);
    if (before.at(-1)?.text.endsWith('UnknownHostException') === true) return name(token);
    const next = tokens[at + 1];
    const alone = next === undefined || (isMark(next, ',;.)]') && tokens[at + 2] === undefined);
    const named = nameLike(token, undefined) || token.text.length === 1 || said(token) === 'id';
    return alone && named && before.some((word) => announcing.has(said(word)))
      ? name(token)
      : token;
  });

const isKeyword = (token: Token): boolean => token.kind === 'kept' && sqlWords.has(said(token));

/** `from sales to mms_prod`: what stands beside a name as its like; `doesBucketExist on lake`. */
const findPaired: Pass = (tokens) => {
  const read = [...tokens];
  for (const [at, token] of tokens.entries()) {
    const [one, between, other] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]];
    if (
      /^(?:from|of)$/.test(said(token)) &&
      said(between) === 'to' &&
      one !== undefined &&
      other !== undefined
    ) {
      const named = tokens[at - 1]?.kind === 'name';
      if ((named || one.kind === 'name') && other.kind === 'word' && nameLike(other, undefined))
        read[at + 3] = name(other);
      if ((named || other.kind === 'name') && one.kind === 'word' && nameLike(one, undefined))
        read[at + 1] = name(one);
    }
    const operation = said(token) === 'on' && /^[a-z]+[A-Z]/.test(tokens[at - 1]?.text ?? '');
    if (operation && one?.kind === 'word' && nameLike(one, undefined)) read[at + 1] = name(one);
  }
  return read;
};

/** What hangs on a name without a space is a part of it: `project:dataset.table`, `user@host`. */
const findGlued: Pass = (tokens) => {
  const read = [...tokens];
  for (let at = 2; at < read.length; at += 1) {
    const [before, mark, token] = [read[at - 2], read[at - 1], read[at]];
    if (
      token === undefined ||
      before === undefined ||
      mark?.kind !== 'mark' ||
      mark.spaced ||
      token.spaced
    )
      continue;
    if (!/^[:./@=#$%^&*+~-]$/.test(mark.text)) continue;
    const sentence = mark.text === ':' && /^\p{Lu}/u.test(token.text);
    if (before.kind === 'name' && isPart(token) && !sentence) read[at] = name(token);
    if (token.kind !== 'name' || mark.text === ':') continue;
    const free =
      before.kind === 'word' && isNobodys(said(before)) && !tellingKeys.has(said(before));
    if (free || (mark.text === '.' && isKeyword(before))) read[at - 2] = name(before);
  }
  return read;
};

const isPart = (token: Token): boolean => token.kind === 'word' || isKeyword(token);
