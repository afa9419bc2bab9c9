import { isMark, isWord, makeName, retype, said, type Token } from './token.ts';
import {
  announcing,
  columnNames,
  dataTypes,
  namedByAnyWord,
  namesLikeWords,
  naming,
  prose,
  seldomNamedByWords,
  sqlWords,
  technical,
  tellingKeys,
  thingsCalledByMeaning,
  thingsWithMeaning,
  isHanSentence,
  thingsWithNames,
  verbs,
} from './vocabulary.ts';

/**
 * Words that are names because of where they stand; `known` are names whatever stands around them.
 */
export function findNames(tokens: readonly Token[], known: ReadonlySet<string>): void {
  for (const token of tokens)
    if (isWord(token) && known.has(token.said) && !isEnglish(token.said)) makeName(token);
  keepMeant(tokens);
  nameHan(tokens);
  nameAssigned(tokens);
  nameThings(tokens);
  nameAnnounced(tokens);
  nameListed(tokens);
  nameInBrackets(tokens);
  namePaired(tokens);
  nameGlued(tokens);
}

const isEnglish = (word: string): boolean =>
  [prose, sqlWords, dataTypes, thingsWithMeaning].some((words) => words.has(word));

/** Words that nobody lists: more likely a key, a part of a name, a partition. */
const isFree = (word: string): boolean =>
  ![prose, thingsWithNames, thingsWithMeaning, tellingKeys].some((words) => words.has(word));

/** `for function all_match`, `method name: get_table_req`: what has to be changed. */
function keepMeant(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (token.kind !== 'name') return;
    const what = meaningBefore(tokens, at);
    const inCapitals = /^[A-Z][A-Z\d_]*$/.test(token.text) && thingsWithMeaning.has(what);
    // `INT32 (UINT_8)`
    const ofType = isMark(tokens[at - 1], '(') && dataTypes.has(said(tokens[at - 2]));
    if (inCapitals || thingsCalledByMeaning.has(what) || ofType) retype(token, 'term');
  });
}

/** The word that says what is named: right before it, or before `name:`. */
function meaningBefore(tokens: readonly Token[], at: number): string {
  let before = at - 1;
  while (before > Math.max(0, at - 4)) {
    if (!isMark(tokens[before], ':=') && !/^names?$/.test(said(tokens[before]))) break;
    before -= 1;
  }
  return said(tokens[before]);
}

const isHan = (token: Token | undefined): boolean =>
  isWord(token) && /^\p{Script=Han}/u.test(token.text);

/** How far around a run of Chinese its neighbours say whether it is a name. */
const nearby = 6;

/**
 * A run of Chinese that is no sentence is somebody's name or value where Latin words stand around
 * it, and between spaces behind what it names (`字段 金额 类型不匹配`).
 */
function nameHan(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (!isHan(token) || isHanSentence(token.text)) return;
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    if (before !== undefined && hanThing.test(before.said)) {
      makeName(token);
      return;
    }
    if (hanThing.test(token.text) && next?.spaced === true) return;
    const near = tokens.slice(Math.max(0, at - nearby), at + nearby + 1);
    const latin = near.filter((one) => isWord(one) && /^[a-z]/.test(one.said)).length;
    const han = near.filter(isHan).length;
    if (latin >= 2 && latin > 2 * han - 2) makeName(token);
  });
}

const keyOfName = /(?:Name|Id|Path|Key|Host|User|Table|Ts)$|name$/;

/** `user=hive`, `tableName:orders`: the value goes, and a key that nobody knows with it. */
function nameAssigned(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (!isMark(token, ':=')) return;
    const [key, value] = [tokens[at - 1], tokens[at + 1]];
    if (key === undefined || value === undefined) return;
    const byEquals = token.text === '=';
    if (tellingKeys.has(key.said)) {
      if (byEquals && value.kind === 'name') retype(value, 'condition');
      return;
    }
    const assigned = byEquals ? !isMark(key, '!<>') : keyOfName.test(key.text) && !value.spaced;
    if (!assigned) return;
    if (isWord(value)) makeName(value);
    const inPartition = tokens
      .slice(Math.max(0, at - 6), at - 1)
      .some(({ said: word }) => /^(?:partitions?)$|分区/.test(word));
    // `…, table=orders` behind what is said
    const isAside = byEquals && isMark(tokens[at - 2], ',') && thingsWithNames.has(key.said);
    if (isWord(key) && (inPartition || isAside || isFree(key.said))) makeName(key);
  });
}

/** `table orders`, `Project: sales`, `database named sales`. */
function nameThings(tokens: readonly Token[]): void {
  tokens.forEach((thing, at) => {
    // `value abc cannot be casted`
    const isValue = thing.said === 'value' && verbs.has(said(tokens[at + 2]));
    if (isValue && nameLike(tokens[at + 1], undefined)) makeName(tokens[at + 1]);
    if (!isThing(thing) && !isDataSource(tokens, at)) return;
    const first = placeOfName(tokens, at + 1);
    const [named, next] = [tokens[first], tokens[first + 1]];
    const closing =
      next === undefined && /^(?:for|on|in|from|of|into|to)$/.test(said(tokens[at - 1]));
    if (closing && thing.said === 'table') makeName(named);
    if (namedByAnyWord.has(thing.said) && isWord(named) && isFree(named.said)) makeName(named);
    if (
      hanThing.test(thing.text) &&
      isWord(named) &&
      !isHan(named) &&
      (isHan(next) || (next?.kind ?? 'mark') === 'mark')
    )
      makeName(named);
    const mayBeWord =
      first > at + 1 || !seldomNamedByWords.has(thing.said) || verbs.has(said(next)) || closing;
    if (mayBeWord && isNameOf(thing, named, next)) makeName(named);
  });
}

/** The Chinese ends of a run of characters that name a kind of thing: 表 orders 不存在. */
const hanThing =
  /(?:数据源|(?:表|列|字段)名称?|名为|表|视图|作业|集群|组|项目|空间|字段|列|分区|库|用户|账号|角色|实例|任务|值|节点|主机|主键|文件|路径|桶|模式)$/;

const isThing = (token: Token): boolean =>
  isWord(token) && (thingsWithNames.has(token.said) || hanThing.test(token.text));

/** `data source demo: no agent`, but not `data source: delta`. */
const isDataSource = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.said === 'source' &&
  said(tokens[at - 1]) === 'data' &&
  (tokens[at + 2]?.kind ?? 'mark') === 'mark';

/** Where the name stands: after `named`, `name:`, a bracket that closes right behind it. */
function placeOfName(tokens: readonly Token[], from: number): number {
  let at = from;
  for (; at < from + 4; at += 1) {
    const token = tokens[at];
    const opens =
      isMark(token, ':=') || (isMark(token, '[{(【') && isMark(tokens[at + 2], ')]}】'));
    if (!opens && !naming.has(said(token))) break;
  }
  return at;
}

function isNameOf(thing: Token, token: Token | undefined, next: Token | undefined): boolean {
  if (token === undefined) return false;
  if (isWord(token)) return nameLike(token, next) || isColumn(thing, token, next);
  return /^[A-Za-z\d]+(?:_[A-Za-z\d]+)+$/.test(token.text);
}

/** `column id cannot be resolved`: a word of English, where a sentence goes on about the column. */
const isColumn = (thing: Token, token: Token, next: Token | undefined): boolean =>
  /^(?:columns?|fields?|evaluating)$/.test(thing.said) &&
  columnNames.has(token.said) &&
  (token.said === 'id' ||
    next === undefined ||
    verbs.has(said(next)) ||
    /^(?:expected|found|but)$/.test(said(next)));

/** English rather than a name by its ending: `partition pruning exception`. */
const wordEnding = /(?:tion|sion|ing|ed|ment|ity|able|ible|ance|ence|ness|ure|ency|ly)$/;

/**
 * Whether a word beside the name of a kind of thing is somebody's name; `next` is what follows it.
 */
function nameLike(token: Token | undefined, next: Token | undefined): boolean {
  if (token === undefined) return false;
  const word = token.said;
  const goesOn = verbs.has(said(next));
  if ([prose, sqlWords, technical, thingsWithMeaning].some((words) => words.has(word)))
    return false;
  if (/^\p{Script=Han}/u.test(token.text)) return false;
  if ((goesOn && !thingsWithNames.has(word)) || namesLikeWords.has(word)) return true;
  if (word.includes('-')) return true;
  return !dataTypes.has(word) && !thingsWithNames.has(word) && !wordEnding.test(word);
}

/**
 * A lone word that ends the line after `not found:`; the host after the class that it is unknown
 * to.
 */
function nameAnnounced(tokens: readonly Token[]): void {
  for (let at = 2; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (said(next) === 'given' && said(tokens[at - 1]) === 'but') makeName(token);
    if (!isWord(token) || !isMark(tokens[at - 1], ':：')) continue;
    const thrown = said(tokens[at - 2]);
    if (thrown === 'unknownhostexception' || (thrown === 'clientexception' && next === undefined))
      makeName(token);
    const alone = next === undefined || tokens[at + 2] === undefined || thrown === 'name';
    const named = nameLike(token, undefined) || token.text.length === 1 || token.said === 'id';
    const before = tokens.slice(Math.max(0, at - 4), at - 1);
    const isAnnounced = named && before.some((word) => announcing.has(word.said));
    if (alone && (isAnnounced || token.said.includes('-'))) makeName(token);
  }
}

const listable = /^(?:columns|partitions|names|字段)$/;
/** `possible column names are: id, name, dt`, up to where the sentence or the bracket ends. */
function nameListed(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (!isMark(token, ':')) return;
    if (!tokens.slice(Math.max(0, at - 3), at).some((word) => listable.test(word.said))) return;
    if (!isMark(tokens[at + 2], ',')) return;
    makeName(tokens[at + 1]);
    for (let comma = at + 2; isMark(tokens[comma], ','); comma += 2) makeName(tokens[comma + 1]);
  });
}

/** Single words with commas between them, unless they are types, privileges or keywords. */
function nameInBrackets(tokens: readonly Token[]): void {
  let opened = -1;
  tokens.forEach((token, end) => {
    if (isMark(token, '([')) opened = end;
    if (!isMark(token, ')]') || opened < 0) return;
    const at = opened;
    opened = -1;
    const inside = tokens.slice(at + 1, end);
    const ofColumn = /^columns?$/.test(said(tokens[at - 2]));
    // `type=[memory-mb]`, `reason: [quota]`: what is in the brackets is the message
    const mayBeOne = tokens[at]?.text === '[' && !tellingKeys.has(said(tokens[at - 2]));
    if (ofColumn || isListOfNames(inside, mayBeOne))
      for (const part of inside) if (isWord(part)) makeName(part);
  });
}

function isListOfNames(inside: readonly Token[], mayBeOne: boolean): boolean {
  const [first] = inside;
  const alone = inside.length <= 2;
  if (alone && !(mayBeOne && /^\p{Ll}|^\p{L}$/u.test(first?.text ?? ''))) return false;
  return inside.every((token, index) =>
    index % 2 === 1 ? isMark(token, ',') : !isEnglish(token.said),
  );
}

/** `from sales to mms_prod`: what stands beside a name as its like. */
function namePaired(tokens: readonly Token[]): void {
  tokens.forEach(({ said: word }, at) => {
    const [before, one, to, other] = [-1, 1, 2, 3].map((step) => tokens[at + step]);
    // `Required Select on lake`
    const isOn = word === 'on' && sqlWords.has(said(before));
    const isPair = /^(?:from|of)$/.test(word) && said(to) === 'to';
    if ((isOn || (isPair && other?.kind === 'name')) && nameLike(one, undefined)) makeName(one);
  });
}

/** What hangs on a name without a space is a part of it: `project:dataset.table`, `user@host`. */
function nameGlued(tokens: readonly Token[]): void {
  tokens.forEach((mark, between) => {
    if (!isMark(mark, ':./@=#$%^&*+~-')) return;
    const [before, token] = [tokens[between - 1], tokens[between + 1]];
    if (token === undefined || before === undefined || token.spaced) return;
    // `/data/my folder/x`
    if (mark.text === '/' && tokens[between - 2]?.kind === 'name') makeName(before);
    if (before.kind === 'name' && isWord(token)) makeName(token);
    if (token.kind !== 'name' || mark.text === ':') return;
    if (isWord(before) && isFree(before.said)) makeName(before);
  });
}
