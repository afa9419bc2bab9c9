import { isMark, name, said, type Pass, type Token } from './token.ts';
import {
  columnNames,
  dataTypes,
  naming,
  namesLikeWords,
  prose,
  seldomNamedByWords,
  serviceAccounts,
  sqlWords,
  technical,
  thingsWithMeaning,
  thingsWithNames,
  verbs,
} from './vocabulary.ts';

/** `table orders`, `Project: sales`, `database named sales`, `(message:orders table not found)`. */
export const findNamedThings: Pass = (tokens) => {
  const read = [...tokens];
  for (const [at, thing] of tokens.entries()) {
    if (!isThing(thing) && !isDataSource(tokens, at)) continue;
    const before = tokens[at - 1];
    if (before !== undefined && namedBefore(tokens, at)) read[at - 1] = name(before);
    const first = placeOfName(tokens, at + 1);
    const closing = tokens[first + 1] === undefined && /^(?:for|on)$/.test(said(before));
    const mayBeWord =
      first > at + 1 ||
      !seldomNamedByWords.has(said(thing)) ||
      verbs.has(said(tokens[first + 1])) ||
      closing;
    const last = tokens[first];
    if (
      closing &&
      last?.kind === 'word' &&
      /^(?:table|relation|sequence|schema|database|view)$/.test(said(thing))
    )
      read[first] = name(last);
    if (!mayBeWord || !isNameOf(thing, tokens[first], tokens[first + 1])) continue;
    for (let next = first; next === first || isMark(tokens[next - 1], ','); next += 2) {
      const named = tokens[next];
      if (named === undefined || !isNameOf(thing, named, tokens[next + 1])) break;
      if (next > first && isNextThing(named, tokens[next + 1])) break;
      read[next] = name(named);
    }
  }
  return read;
};

/** `host master, port 1433`: no second host. */
const isNextThing = (named: Token, next: Token | undefined): boolean =>
  named.kind === 'word' && (isMark(next, ':=') || next?.kind === 'number' || next?.kind === 'name');

/** The Chinese ends of a run of characters that name a kind of thing: 表 orders 不存在. */
const chineseThing =
  /(?:数据源|表|表名|视图|作业|集群|资源组|项目|空间|字段|列|列名|分区|库|数据库|用户|账号|角色|实例|任务|的值|主机|文件|路径|桶|名为|模式)$/;

const isThing = (token: Token): boolean =>
  token.kind === 'word' && (thingsWithNames.has(said(token)) || chineseThing.test(token.text));

/** `Data source demo is offline`, `data source demo: no agent`, but not `data source: delta`. */
function isDataSource(tokens: readonly Token[], at: number): boolean {
  const [named, next] = [tokens[at + 1], tokens[at + 2]];
  return (
    said(tokens[at]) === 'source' &&
    said(tokens[at - 1]) === 'data' &&
    named?.kind === 'word' &&
    (verbs.has(said(next)) || isMark(next, ':'))
  );
}

/**
 * Where the name stands: after `named`, `name:`, `names are:`, an opening bracket that closes right
 * behind it.
 */
function placeOfName(tokens: readonly Token[], from: number): number {
  let at = from;
  for (; at < from + 4; at += 1) {
    const token = tokens[at];
    const opens = isMark(token, ':=') || (isMark(token, '[{(') && isMark(tokens[at + 2], ')]}'));
    const counted = /^(?:is|are)$/.test(said(token)) && isMark(tokens[at + 1], ':');
    if (!opens && !counted && !naming.has(said(token))) break;
  }
  return at;
}

/** `(message:orders table not found)` */
function namedBefore(tokens: readonly Token[], at: number): boolean {
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  const missing = verbs.has(said(next)) || said(next) === 'not';
  return (
    missing &&
    before?.kind === 'word' &&
    isMark(tokens[at - 2], ':(') &&
    nameLike(before, tokens[at])
  );
}

function isNameOf(thing: Token, token: Token | undefined, next: Token | undefined): boolean {
  if (token === undefined) return false;
  if (said(thing) === 'tablespace' && next === undefined) return true;
  if (said(thing) === 'host' && token.kind === 'word' && isMark(next, ',')) return true;
  if (token.kind === 'word')
    return nameLike(token, next) || isColumn(thing, token, next) || isAccount(thing, token);
  if (token.kind !== 'kept') return false;
  if (dataTypes.has(said(token)) && verbs.has(said(next))) return true;
  return (
    /^[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+$/.test(token.text) &&
    !/^(?:[a-z]+\.){2}/.test(token.text)
  );
}

/** `column id cannot be resolved`: a word of English, where a sentence goes on about the column. */
function isColumn(thing: Token, token: Token, next: Token | undefined): boolean {
  if (!/^(?:column|field)$/.test(said(thing)) || !columnNames.has(said(token))) return false;
  if (said(token) === 'id') return true;
  return (
    next === undefined ||
    verbs.has(said(next)) ||
    /^(?:in|change|to)$/.test(said(next)) ||
    isMark(next, ',;.)')
  );
}

/** `User hive is not allowed`: the accounts that services run as. */
const isAccount = (thing: Token, token: Token): boolean =>
  /^(?:user|username|role|owner|principal|impersonate)$/.test(said(thing)) &&
  serviceAccounts.has(said(token));

/** English rather than a name by its ending: `partition pruning exception`. */
const wordEnding =
  /(?:tion|sion|ing|ed|ment|ity|able|ible|ance|ence|ness|ally|ure|ency|ism|ize|ise|ly)$/;

/**
 * Whether a word beside the name of a kind of thing is somebody's name; `next` is what follows it.
 */
export function nameLike(token: Token, next: Token | undefined): boolean {
  const word = said(token);
  if (token.text.length === 1 && verbs.has(said(next))) return true;
  if (
    /^[A-Z]{3,}$/.test(token.text) &&
    verbs.has(said(next)) &&
    !sqlWords.has(word) &&
    !dataTypes.has(word)
  )
    return true;
  if ([prose, sqlWords, technical, thingsWithMeaning].some((words) => words.has(word)))
    return false;
  if (/^\p{Script=Han}/u.test(token.text)) return false;
  if (verbs.has(said(next)) || namesLikeWords.has(word)) return true;
  return !dataTypes.has(word) && !thingsWithNames.has(word) && !wordEnding.test(word);
}
