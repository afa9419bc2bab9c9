import { words } from '../../document.ts';
import type { CauseWording, FailureWording } from '../failure-wording.ts';
import { number } from './form.ts';

export const failure: FailureWording = {
  noSourceTable: '未给出源表',
  noDestinationTable: '未给出目标表',
  task: (id) => words`任务 ${id}`,
  job: (name) => words`作业 ${name}`,
  source: (name) => words`数据源 ${name}`,
  log: (id) => words`日志 ${id}`,
  mmsTime: (time) => words`${time}（MMS 时间）`,
  attempts: (attempts, ordinal) => {
    if (attempts <= 1) return `第 ${number(ordinal)} 次尝试`;
    return ordinal > attempts
      ? `${number(attempts)} 次尝试失败，最后一次为第 ${number(ordinal)} 次尝试`
      : `${number(attempts)} 次尝试失败`;
  },
  sameCause: (same) => (same ? '与上次原因相同' : '与上次原因不同'),
  recoveredSince: '现已恢复',
  dataLoss: '可能丢失数据',
  dataLossFirst: '可能丢失数据',
  reason: (reason) => words`原因：${reason}`,
  rows: (source, destination) => {
    const missing = source - destination;
    const difference =
      missing === 0n
        ? ''
        : missing > 0n
          ? `，缺少 ${number(missing)} 行`
          : `，多出 ${number(-missing)} 行`;
    return `源端 ${number(source)} 行，目标端 ${number(destination)} 行${difference}`;
  },
  rowsMissing: (missing, source) =>
    missing > 0n
      ? `${number(source)} 行中缺少 ${number(missing)} 行`
      : `多出 ${number(-missing)} 行`,
  while: (action) => words`执行操作：${action}`,
  noMessage: 'MMS 未给出报错信息',
  noAction: 'MMS 未注明执行的操作',
  rowsBetween: (value, ids) => words`本次失败在以上两条之间另有 ${number(value)} 条日志：${ids}`,
  logUnread: (why) => words`无法读取任务日志：${why}`,
  noRow: 'MMS 未写入日志，由任务状态得知失败',
  saidAbove: (task) => `… 以下内容与上文任务 ${task} 完全相同 …`,
  omitted: (lines, characters) =>
    lines === 0
      ? `… 省略 ${number(characters)} 个字符 …`
      : `… 省略 ${number(lines)} 行，共 ${number(characters)} 个字符 …`,
  framesOmitted: (value) => `… 省略 ${number(value)} 个栈帧 …`,
};

export const cause: CauseWording = {
  noReason: 'MMS 未给出原因',
  numbered: (place, size) => `${place}. ${size}`,
  sameForAll: (reason) => words`${{ strong: '全部为同一原因' }}：${reason}`,
  sameReason: (size, reason) => words`${{ strong: `${size}为同一原因` }}：${reason}`,
  fresh: (firstSeen) => (firstSeen === undefined ? '新原因' : `新原因，首次出现于 ${firstSeen}`),
  growing: (more, since, all, first) =>
    `${since === undefined ? '' : `${since} 以来`}新增 ${number(more)} 个，${first} 以来共 ${number(all)} 个`,
  alsoFailed: (names) => words`同一原因：${names}`,
  alsoRecovered: (names) => words`现已恢复：${names}`,
  moreCauses: (causes, failures) => `另有 ${number(causes)} 种原因，${failures}`,
  whatToDo: (advice, link) => words`处理建议：${advice}${link}`,
  readMore: '查看阿里云文档',
  cause: (place) => `原因 ${place}`,
  otherCauses: '其他原因',
  moreFailed: (value) => `另有 ${number(value)} 个失败`,
  listedHere: (further) =>
    further === 0
      ? '：'
      : `，列于此处及${further === 1 ? '下一条消息' : `后续 ${number(further)} 条消息`}：`,
  recoveredSince: '现已恢复',
  continued: '续',
};
