import { isKept, isMark, type Token } from '../tokens/token.ts';
import { isHanSentence, listed } from '../tokens/vocabulary.ts';

/** Words that say only that something failed. */
const nothing = listed(`
  a an the of for in on at to with due while when during from by and or is was has been be it
  this error exception failure failed fails fatal caused task job stage attempt times retry
  retrying after most recent migration migrate copy data execute executing execution run running
  process processing table tables partition partitions database schema occurred occurs
  encountered happened unexpected internal instance worker thread lost aborted got following bad
  request get post http unable initialize pool compiling getfilestatus open failedtasks failedvertices killedvertices
  killedtasks map reducer runtime row root still message detail log status code type exit maximum
  number resultstage shufflemapstage allowable calling call application statement query sql
  vertex dag did not succeed own_task_failure vertex_failure killed driver could cannot select
  insert create drop update delete merge overwrite into completed thrown awaitresult writing rows
  give gave giving up fuxi taskattempt executor return returned hive maxcompute odps datax bash shell
  command script non-zero nonzero exited aborting traceback last spectrum scan exhausted marking
  child rpc that terminated sync stopped mms phase verify writer
  runner reader received exceptions unload
`);
const nothingInHan =
  /数据源|数据库|数据|迁移|同步|任务|作业|实例|执行|运行|处理|写入|读取|操作|语句|错误|异常|失败|出错|报错|信息|原因|具体|详细|详情|最终|仍然|仍|重试|尝试|次|第|后|该|发生|出现|时|在|中|的|为|是|表|分区|由于|您|经|智能|分析|如下|往|配置|已|了|和/g;

const errorWhile =
  /^(?:\w+ ){0,2}(?:error in \w+ operation|(?:error|exception|failure) (?:while|when|during|[\w\/]+ing))\b/;

export function isWrapper(tokens: readonly Token[]): boolean {
  const beginning = tokens
    .slice(0, 6)
    .filter(({ kind }) => kind !== 'mark')
    .slice(0, 5);
  if (errorWhile.test(beginning.map(({ said }) => said).join(' '))) return true;
  let words = 0;
  for (const [at, token] of tokens.entries()) {
    const { kind, said, text } = token;
    // `task 301 (ListTables) failed`
    if (isMark(tokens[at - 1], '(') && isMark(tokens[at + 1], ')')) continue;
    if (kind === 'mark' || kind === 'name' || kind === 'number' || kind === 'class') continue;
    if (kind === 'code' && !isWrapperCode(token)) return false;
    words += 1;
    if (nothing.has(said) || kind === 'code') continue;
    if (/^\p{Script=Han}/u.test(text) && text.replace(nothingInHan, '') === '') continue;
    if (isKept(token) && /^\d+$|^org\.apache\.hadoop\.hive\.ql\.exec\./.test(text)) continue;
    return false;
  }
  return words > 0;
}

/** They say where something failed, and not what. */
export const isWrapperCode = ({ text }: Token): boolean =>
  /^(?:DBUtilErrorCode-\d\d|ORA-(?:06512|12801)|ODPS-(?:0110061|0123055))$/.test(text);

const advice = new RegExp(
  `^(?:(?:and|or|also|then|otherwise|instead|but) )?(?:${[
    'please|rerun|click|enable it|retrying|consider|verify|make sure|ensure|note that|notice|contact|see|refer|perhaps|maybe|increase|did you mean|alternatively|most likely',
    'try (?:again|to|the|using|setting|increasing)|is the server running|if|use (?:the|a|an|another|…)|set (?:the|…)',
    'check (?:that|the|your|if|whether|for|…)|you (?:can|may|might|could|should|must|need|have to|will)',
    'to (?:enable|tolerate|avoid|fix|resolve|bypass|ignore|disable|allow|use|see|return|list|continue|turn)',
    'for (?:more|further|details?)|it is (?:possible|recommended|likely)|this (?:may|can|could|occurs|happens|is usually|is often|timeout is controlled)|job id',
  ].join('|')})(?= |$)`,
);
const adviceInHan = /^(?:请(?!求)|确保|建议|您可|可以|如需|如果|详见|参考|联系|检查|确认|可能)/;

/** What to do, or how it may have come. */
export const isAdvice = (canonical: string): boolean =>
  advice.test(canonical) || adviceInHan.test(canonical);

/** What says that something went wrong, and not what is being done. */
const failing =
  /(?:^| )(?:no|not|none|never|cannot|without|fail\w*|errors?|un(?!i|d|t)\w{4,}|in(?:valid|correct|sufficient|compatible|consistent|secure)\w*|mis\w+|dis(?:abled|allowed|connected)|illegal|malformed|corrupt\w*|denied|refused|rejected|forbidden|prohibited|exce(?:ss|ed)\w*|expired|timed|timeout|too|beyond|only|must|already|duplicate\w*|conflict\w*|violat\w+|overflow|deadlock\w*|truncated|cancell?ed|lost|reset|closed|broken|aborted|killed|bad|wrong|full|out of|limits?|low|lacks?|requires?|needs?)(?: |$)/;

export const tellsFailure = (text: string): boolean => failing.test(text) || isHanSentence(text);
