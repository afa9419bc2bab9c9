import { isMark, isWord, makeName, retype, said, type Token } from './token.ts';
import {
  announcing,
  columnNames,
  dataTypes,
  namedByAnyWord,
  namesLikeWords,
  prose,
  seldomNamedByWords,
  sqlWords,
  tellingKeys,
  thingsWithMeaning,
  isHanSentence,
  thingsWithNames,
  verbs,
} from './vocabulary.ts';

/** Words that are names because of where they stand, or because they are `known`. */
export function findNames(tokens: readonly Token[], known: ReadonlySet<string>): void {
  for (const token of tokens)
    if (isWord(token) && known.has(token.said) && !isEnglish(token.said)) makeName(token);
  keepMeant(tokens);
  nameHan(tokens);
  nameAssigned(tokens);
  nameThings(tokens);
  nameAnnounced(tokens);
  nameListed(tokens);
  namePaired(tokens);
  nameGlued(tokens);
}

const isEnglish = (word: string): boolean =>
  [prose, sqlWords, thingsWithMeaning, thingsWithNames].some((words) => words.has(word));

/** `for function all_match`: what has to be changed. */
function keepMeant(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (token.kind !== 'name') return;
    const what = meaningBefore(tokens, at);
    // `INT32 (UINT_8)`
    const ofType = isMark(tokens[at - 1], '(') && dataTypes.has(said(tokens[at - 2]));
    if (thingsWithMeaning.has(what) || ofType) retype(token, 'term');
  });
}

function meaningBefore(tokens: readonly Token[], at: number): string {
  let before = at - 1;
  while (before > Math.max(0, at - 4)) {
    if (!isMark(tokens[before], ':=') && !/^names?$/.test(said(tokens[before]))) break;
    before -= 1;
  }
  return said(tokens[before]);
}

const isHan = (token: Token | undefined): boolean => /^\p{Script=Han}/u.test(said(token));

const nearby = 6;

/** A run of Chinese among Latin words, or behind what it names (`字段 金额 类型不匹配`). */
function nameHan(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (!isHan(token) || isHanSentence(token.text)) return;
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    if (before !== undefined && isThing(before)) {
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

/** `user=hive`, `tableName:orders`. */
function nameAssigned(tokens: readonly Token[]): void {
  tokens.forEach((token, at) => {
    if (!isMark(token, ':=')) return;
    const [key, value] = [tokens[at - 1], tokens[at + 1]];
    if (key === undefined || value === undefined) return;
    const byEquals = token.text === '=';
    if (/(?:信息|原因|错误|异常)$/.test(key.said)) return;
    if (tellingKeys.has(key.said)) {
      if (byEquals && value.kind === 'name') retype(value, 'condition');
      return;
    }
    const assigned = byEquals ? !isMark(key, '!<>') : keyOfName.test(key.text) && !value.spaced;
    if (!assigned) return;
    if (isWord(value)) makeName(value);
    const inPartition = tokens
      .slice(Math.max(0, at - 6), at - 1)
      .some(({ said: word }) => /^partition|分区/.test(word));
    // `…, table=orders` behind what is said
    const isAside = isMark(tokens[at - 2], ',');
    if (isWord(key) && (inPartition || isAside || !isEnglish(key.said))) makeName(key);
  });
}

/** `table orders`, `Project: sales`. */
function nameThings(tokens: readonly Token[]): void {
  tokens.forEach((thing, at) => {
    // `sales-pool - Connection is not available`
    if (at === 0 && thing.said.includes('-') && tokens[1]?.text === '-') makeName(thing);
    // `value abc cannot be casted`
    const isValue = thing.said === 'value' && verbs.has(said(tokens[at + 2]));
    if (isValue && nameLike(tokens[at + 1], undefined)) makeName(tokens[at + 1]);
    if (!isThing(thing) && !isDataSource(tokens, at)) return;
    const first = placeOfName(tokens, at + 1);
    const [named, next] = [tokens[first], tokens[first + 1]];
    const closing =
      next === undefined && /^(?:for|on|in|from|of|into|to)$/.test(said(tokens[at - 1]));
    if (closing && thing.said === 'table') makeName(named);
    if (namedByAnyWord.has(thing.said) && isWord(named) && !isEnglish(named.said)) makeName(named);
    if (
      hanThing.test(thing.text) &&
      isWord(named) &&
      !isHan(named) &&
      (isHan(next) || (next?.kind ?? 'mark') === 'mark')
    )
      makeName(named);
    const mayBeWord = !seldomNamedByWords.has(thing.said) || verbs.has(said(next)) || closing;
    if (mayBeWord && isNameOf(thing, named, next)) makeName(named);
  });
}

const hanThing =
  /(?:数据源|(?:表|列|字段)名称?|名为|表|视图|作业|集群|组|项目|空间|字段|列|分区|库|用户|账号|角色|实例|任务|值|节点|主机|主键|文件|路径|桶|模式)$/;

const isThing = (token: Token): boolean =>
  isWord(token) && (thingsWithNames.has(token.said) || hanThing.test(token.text));

/** Not `data source: delta`. */
const isDataSource = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.said === 'source' &&
  said(tokens[at - 1]) === 'data' &&
  (tokens[at + 2]?.kind ?? 'mark') === 'mark';

/** After `named`, `name:`, a bracket that closes right behind it. */
function placeOfName(tokens: readonly Token[], from: number): number {
  let at = from;
  for (; at < from + 4; at += 1) {
    const token = tokens[at];
    const opens =
      isMark(token, ':=') || (isMark(token, '[{(【') && isMark(tokens[at + 2], ')]}】'));
    if (!opens && !/^(?:named|names?)$/.test(said(token))) break;
  }
  return at;
}

function isNameOf(thing: Token, token: Token | undefined, next: Token | undefined): boolean {
  if (token === undefined) return false;
  if (isWord(token)) return nameLike(token, next) || isColumn(thing, token, next);
  return token.kind === 'condition';
}

/** `column id cannot be resolved`. */
const isColumn = (thing: Token, token: Token, next: Token | undefined): boolean =>
  /^(?:columns?|fields?|evaluating)$/.test(thing.said) &&
  columnNames.has(token.said) &&
  (token.said === 'id' || next === undefined || isMark(next, ',') || verbs.has(said(next)));

/** `partition pruning exception`. */
const wordEnding = /(?:tion|sion|ing|ed|ment|ity|able|ible|ance|ence|ness|ure|ency|ly)$/;

/** Whether a word beside the name of a thing is somebody's name. */
function nameLike(token: Token | undefined, next: Token | undefined): boolean {
  if (token === undefined) return false;
  const word = token.said;
  const goesOn = verbs.has(said(next));
  if (isEnglish(word) || isHan(token)) return false;
  if (goesOn || namesLikeWords.has(word) || word.includes('-')) return true;
  return !dataTypes.has(word) && !wordEnding.test(word);
}

/** A lone word behind `not found:`. */
function nameAnnounced(tokens: readonly Token[]): void {
  for (let at = 2; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (said(next) === 'given' && said(tokens[at - 1]) === 'but') makeName(token);
    if (!isWord(token) || !isMark(tokens[at - 1], ':：')) continue;
    const thrown = said(tokens[at - 2]);
    const alone = next === undefined || tokens[at + 2] === undefined || thrown === 'name';
    const named = nameLike(token, undefined) || token.text.length === 1 || token.said === 'id';
    const before = tokens.slice(Math.max(0, at - 4), at - 1);
    const isAnnounced = named && before.some((word) => announcing.has(word.said));
    if (alone && (isAnnounced || token.said.includes('-'))) makeName(token);
  }
}

/** `(id, name, dt)`, `[orders]`. */
function nameListed(tokens: readonly Token[]): void {
  tokens.forEach((mark, at) => {
    if (!isMark(mark, '([:')) return;
    const items = itemsFrom(tokens, at + 1);
    const isList = items.length > 1;
    const inBrackets = mark.text !== ':' && isMark(tokens[at + 2 * items.length], ')]');
    const ofColumns = tokens
      .slice(Math.max(0, at - 3), at)
      .some((word) => /^columns?$/.test(word.said));
    // what is in the brackets is the message: `reason: [quota]`
    const mayBeOne =
      mark.text === '[' &&
      /^\p{Ll}/u.test(items[0]?.text ?? '') &&
      !tellingKeys.has(said(tokens[at - 2]));
    const areFree = (isList || mayBeOne) && items.every((word) => !isEnglish(said(word)));
    if (ofColumns ? isList || inBrackets : inBrackets && areFree)
      for (const item of items) if (isWord(item)) makeName(item);
  });
}

function itemsFrom(tokens: readonly Token[], from: number): readonly (Token | undefined)[] {
  const items = [tokens[from]];
  for (let at = from + 1; isMark(tokens[at], ','); at += 2) items.push(tokens[at + 1]);
  return items;
}

/** `from sales to mms_prod`. */
function namePaired(tokens: readonly Token[]): void {
  tokens.forEach(({ said: word }, at) => {
    const [before, one, to, other] = [-1, 1, 2, 3].map((step) => tokens[at + step]);
    // `Required Select on lake`
    const isOn = word === 'on' && sqlWords.has(said(before));
    const isPair = /^(?:from|of)$/.test(word) && said(to) === 'to';
    if ((isOn || (isPair && other?.kind === 'name')) && nameLike(one, undefined)) makeName(one);
  });
}

/** `project:dataset.table`, `user@host`. */
function nameGlued(tokens: readonly Token[]): void {
  tokens.forEach((mark, between) => {
    const [before, token] = [tokens[between - 1], tokens[between + 1]];
    if (token === undefined || token.spaced) return;
    if (mark.kind === 'name' && isWord(token) && !isHan(token)) makeName(token);
    if (before === undefined || !isMark(mark, ':./@=#$%^&*+~,-')) return;
    if (mark.text === ',' && (token.quoted || before.quoted)) return;
    // `/data/my folder/x`
    if (mark.text === '/' && tokens[between - 2]?.kind === 'name') makeName(before);
    if (before.kind === 'name' && isWord(token)) makeName(token);
    if (token.kind !== 'name' || mark.text === ':') return;
    if (isWord(before) && !isEnglish(before.said)) makeName(before);
  });
}
