import { joined, words as wordsOf, type Line, type Word } from '../document.ts';
import type { Wording } from './en.ts';
import { durationIn, number, rate, type RowCounts } from './numbers.ts';

/** No space stands after a full-width bracket, whatever name ends before it. */
function words(texts: TemplateStringsArray, ...parts: readonly Word[]): Line {
  const line = wordsOf(texts, ...parts);
  return line.map((inline, index) => {
    const before = line[index - 1];
    const isClosed = typeof before === 'string' && before.endsWith('）');
    return isClosed && typeof inline === 'string' ? inline.replace(/^ (?=\p{L})/u, '') : inline;
  });
}

const difference = ({ source, destination }: RowCounts): string =>
  source > destination
    ? `缺 ${number(source - destination)} 行`
    : `多 ${number(destination - source)} 行`;

const arrow = ({ source, destination }: RowCounts): string =>
  `${number(source)}→${number(destination)}`;

const listedTogether = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('，');

const ifAny = (why: Line): Line => (why.length === 0 ? [] : words`：${why}`);
const bracketed = (why: Line): Line => (why.length === 0 ? [] : words`（${why}）`);

const failedTasks = (listed: number, all: number, where: string): string =>
  listed < all
    ? `${number(all)} 个失败任务中的 ${number(listed)} 个${where}，其余请在 MMS 控制台查看`
    : `全部失败任务${where}`;

const isChinese = ([first]: Line): boolean =>
  typeof first === 'string' && /^\p{Script=Han}/u.test(first);

/** Only a Chinese name touches Chinese words. */
const before = (name: string): string => (/\p{Script=Han}$/u.test(name) ? name : `${name} `);

export const zh: Wording = {
  tag: 'zh-CN',
  form: {
    duration: durationIn({
      seconds: (value) => `${value} 秒`,
      minutes: (value) => `${value} 分钟`,
      hours: (value) => `${value} 小时`,
      days: (value) => `${value} 天`,
    }),
    counted: (value, unit) => `${number(value)} ${unit === 'table' ? '张表' : '个任务'}`,
    brief: (value, unit) => `${number(value)} ${unit === 'table' ? '张' : '个'}`,
    sources: (value) => `${number(value)} 个数据源`,
    listed: (parts) => joined(parts, '、'),
    andMore: (list) => words`${list} 等`,
    named: (name, id) => words`${name}（${id}）`,
    comma: '，',
    semicolon: '；',
    colon: '：',
    since: (time) => words`${time} 起`,
    more: (value) => `另有 ${number(value)} 个`,
    beijing: '北京时间',
  },
  failure: {
    headline: (table, ordinal, why) =>
      ordinal > 1 ? words`${table} 第 ${ordinal} 次失败：${why}` : words`${table} 迁移失败：${why}`,
    headlineRows: (table, rows) =>
      words`${table} 目标端${difference(rows)}：源端 ${rows.source} 行，目标端 ${rows.destination} 行`,
    headlineRowsOf: (tables, first) => {
      const list = first.map(([table, rows]): Line => words`${table} ${arrow(rows)}`);
      return words`${tables} 张表行数不一致：${joined(list, '，')}${tables > first.length ? ' 等' : ''}`;
    },
    phase: { schema: '建表阶段', data: '数据迁移阶段', verification: '校验阶段' },
    noSourceTable: '未知源表',
    noDestinationTable: '未知目标表',
    task: (id) => words`任务 ${id}`,
    job: (name) => words`作业 ${name}`,
    source: (name) => words`数据源 ${name}`,
    log: (id) => words`日志 ${id}`,
    mmsTime: (time) => words`${time}（MMS 时间）`,
    again: (ordinal, sameCause) => {
      if (sameCause === undefined) return `第 ${number(ordinal)} 次失败`;
      return `第 ${number(ordinal)} 次失败，原因与上次${sameCause ? '相同' : '不同'}`;
    },
    attempts: (attempts, ordinal) =>
      `期间失败 ${number(attempts)} 次（共第 ${number(ordinal)} 次失败）`,
    recoveredSince: '现已恢复',
    rows: (rows) =>
      `行数不一致：源端 ${number(rows.source)} 行，目标端 ${number(rows.destination)} 行（${difference(rows)}）`,
    running: (action) => words`执行语句：${action}`,
    noMessage: '日志中没有报错信息',
    rowsBetween: (value, ids) => words`两条之间还有 ${value} 条日志：${ids}`,
    logUnread: (why) => words`无法读取任务日志：${why}`,
    noRow: '无日志记录，依据任务状态判定失败。',
    reasonFound: (value, tasks, reason) =>
      joined([words`此前未附原因的 ${value} 个失败：${tasks}`, reason]),
    reasonsFound: (value, why) => words`已查明此前 ${value} 个失败的原因${ifAny(why)}`,
    sameMessageAs: (task) => words`报错与任务 ${task} 相同`,
    omitted: (lines, characters) =>
      lines === 0
        ? `… 省略 ${number(characters)} 个字符 …`
        : `… 省略 ${number(lines)} 行，共 ${number(characters)} 个字符 …`,
    framesOmitted: (value) => `… 省略 ${number(value)} 行堆栈 …`,
  },
  cause: {
    noReason: '原因未知',
    headline: (tables, why) => words`${tables}失败：${why}`,
    headlineMore: (tables, why, all, since) =>
      words`新增 ${tables}失败：${why}（${since} 起累计 ${all} 次）`,
    countOf: (size, why) => (isChinese(why) ? words`${size}${why}` : words`${size} ${why}`),
    furtherCauses: (value) => `另 ${number(value)} 类原因`,
    firstSeen: '本作业首次出现',
    firstSeenIn: (jobs) => words`在 ${jobs} 首次出现`,
    isNew: '新出现',
    firstSeenAt: (time) => words`${time} 首次出现`,
    growing: (more, since, all, first) =>
      words`${since} 后新增 ${more} 次，${first} 起累计 ${all} 次`,
    inAllBrief: (all) => `累计 ${number(all)} 次`,
    inAll: (all, first) => words`${first} 起累计 ${all} 次`,
    nth: (all, first) => words`${first} 起第 ${all} 次出现`,
    sameForAll: (reason) => words`失败原因相同：${reason}`,
    attempts: (value) => `共失败 ${number(value)} 次`,
    recovered: (value) => `其中 ${number(value)} 个现已恢复`,
    moreCauses: (causes, tasks) => `另有 ${number(causes)} 类原因（${tasks}）`,
    moreFailed: (value) => `另有 ${number(value)} 个失败`,
    continued: '续',
  },
  next: {
    fix: '处理',
    check: '检查',
    retry: '重试',
    stop: '停止',
    resume: '恢复',
    docs: '文档',
    taskLog: '任务日志',
    job: '作业',
    console: 'MMS 控制台',
  },
  news: {
    recovered: (size, names) => words`${size}已恢复${ifAny(names)}`,
    recoveredOne: (task, failures, after) =>
      words`${task} 已恢复：${failures > 0 ? `失败 ${number(failures)} 次，` : ''}${after}后成功`,
    failedAgain: '此后再次失败',
    alsoFailedAgain: (value) => `其中 ${number(value)} 个此后再次失败`,
    done: (size, names) => words`${size}已完成${ifAny(names)}`,
    newlyDone: (size, names) => words`新完成 ${size}${ifAny(names)}`,
    unknownStatus: (status, tasks) => words`出现未知任务状态 ${status}（${tasks} 个任务）`,
    unknownStatuses: (value) => `出现 ${number(value)} 种未知任务状态`,
    unknownTask: (status, task, others) =>
      words`${status} · ${task}${others > 0 ? ` 等 ${number(others + 1)} 个任务` : ''}`,
    unknownAdvice: '控制台中的该任务；MMS 文档没有这个状态（同一状态只通知一次）。',
    watching: (name) => words`开始监控 ${name}`,
    alsoWatching: (value) => `开始监控 ${number(value)} 个对象`,
    watchingTargets: (value) => `开始监控 ${number(value)} 个对象`,
    totals: (tasks, done, failed) =>
      tasks === 0
        ? '暂无任务'
        : listedTogether([
            `共 ${number(tasks)} 个任务`,
            done > 0 ? `已完成 ${number(done)}` : '',
            failed > 0 ? `接入前已失败 ${number(failed)}` : '',
          ]),
    target: (target) => words`监控对象：${target}`,
    failedBefore: (tables) => `接入前已有 ${tables}失败：`,
    notReadYet: (value) => `${number(value)} 个任务的日志尚未读取，失败原因待查`,
    moreTargets: (value, totals) => `另有 ${number(value)} 个对象：${totals}`,
    moreStatuses: (value) => `另有 ${number(value)} 种状态`,
    fromNowOn: '此后的变化会逐一通知，此前的历史不再逐条通知。',
  },
  job: {
    finished: (job, result) => words`${job} 已结束：${result}`,
    jobsFinished: (value, result) => words`${value} 个作业已结束：${result}`,
    stopped: (job, { done, failed, notRun, total }) => {
      const failures = failed > 0 ? `，${number(failed)} 个失败` : '';
      return words`${job} 已被停止：完成 ${done}/${total}${failures}，${notRun} 个未执行`;
    },
    jobsStopped: (value) => `${number(value)} 个作业已被停止`,
    stoppedAdvice: '作业恢复之前，剩余任务不会执行。',
    result: ({ done, failed, total }, why) => {
      if (done === total && total > 0) return [`${number(total)} 个全部完成`];
      const failures = failed > 0 ? words`失败 ${failed}${bracketed(why)}` : [];
      return joined([[`完成 ${number(done)}/${number(total)}`], failures], '，');
    },
    took: (time) => `耗时 ${time}`,
    slowest: (tasks) => words`耗时最长：${tasks}`,
    doneOf: (done, total, onRetry) =>
      `${number(done)}/${number(total)}${onRetry ? `（${number(onRetry)} 个经重试）` : ''}`,
    failed: (value) => `失败 ${number(value)}`,
    running: (value) => `运行中 ${number(value)}`,
    waiting: (value) => `排队 ${number(value)}`,
    stoppedTasks: (value) => `已停止 ${number(value)}`,
    perHour: (value) => `${rate(value)} 张/小时`,
    left: (time) => `预计还需 ${time}`,
    moreJobs: (value) => `另有 ${number(value)} 个作业`,
    burst: (failed, why) => words`10 分钟内 ${failed}失败${ifAny(why)}`,
    shareFailed: (failed, ended, since, why) =>
      words`${since} 以来结束的 ${ended} 个任务${failed === ended ? '全部' : `中 ${number(failed)} 个`}失败${ifAny(why)}`,
    noSuccess: (failed, time, why) => words`已 ${time}没有任务成功，失败 ${failed} 次${ifAny(why)}`,
    escalations: (failures, jobs, why) => words`${jobs} 个作业共失败 ${failures} 次${ifAny(why)}`,
    whyShare: (share, since) => words`${since} 以来结束的任务有 ${share} 失败`,
    whyNoSuccess: (since, time) => words`${since} 以来（${time}）没有任务成功，同时不断有任务失败`,
    stillWaiting: (value) => `还有 ${number(value)} 张表未开始`,
    stalledTask: (task, silent) => words`${task} 疑似卡住：已 ${silent}无新日志`,
    stalledTasks: (value) => `${number(value)} 个任务疑似卡住`,
    usually: (time) => `同作业的表通常 ${time}完成`,
    stalledJob: (job, waiting, time) =>
      words`${job} 疑似卡住：${waiting} 个任务排队，已 ${time}无任务运行`,
    stalledJobs: (value) => `${number(value)} 个作业疑似卡住`,
    checkTask:
      '该任务的 Spark 应用是否仍在运行（名称见最后一条日志）；源端是否锁表或负载过高。确认卡死后，先停止作业再恢复。',
    checkJob:
      '数据源的 Agent 是否在线；MaxCompute 配额是否被其他作业占满；是否有优先级更高的作业占用了并发。',
    stillFailing: (tables, why, oldest) => words`${tables}仍未恢复（${why}），最久 ${oldest}`,
    stillFailingOne: (table, why, time) => words`${table} 失败 ${time}仍未恢复：${why}`,
  },
  watch: {
    lost: (source, why) => words`监控中断：无法读取 ${source}${bracketed(why)}`,
    lostSources: (value) => `监控中断：${number(value)} 个数据源无法读取`,
    lostSince: (source, since) => words`${since} 起连续 3 次读取数据源 ${source} 失败。`,
    stillLost: (source, why, lasted) =>
      words`监控仍中断（已 ${lasted}）：无法读取 ${source}${bracketed(why)}`,
    stillLostSince: (source, since, lasted) =>
      words`${since} 起一直无法读取数据源 ${source}（已 ${lasted}）。`,
    emptied: (source) => words`监控中断：${source} 的任务列表为空`,
    emptySince: (source, since) =>
      words`数据源 ${source} 此前有十个以上任务，${since} 起列表为空。`,
    checkEmpty: 'MMS 控制台中该数据源的作业是否还在，MMS_WATCH 中的数据源和地域是否正确。',
    nothingIsLost: '不会丢失：恢复后补发期间的全部变化；迁移本身不受影响。',
    restored: (source, lasted) => words`${source} 监控已恢复（中断 ${lasted}）`,
    alsoRestored: (lasted) => `监控已恢复（中断 ${lasted}）`,
    restoredSources: (value) => `${number(value)} 个数据源监控已恢复`,
    restoredFrom: (source, { from, until, lasted }) =>
      words`数据源 ${source} 在 ${from}–${until} 无法读取（${lasted}）。`,
    filledFrom: (source, { from, until, lasted }) =>
      words`数据源 ${source} 在 ${from}–${until} 任务列表为空（${lasted}）。`,
    meanwhile: (failed, recovered, done) => {
      const parts = [
        failed > 0 ? `失败 ${number(failed)} 个` : '',
        recovered > 0 ? `恢复 ${number(recovered)} 个` : '',
        done > 0 ? `完成 ${number(done)} 个` : '',
      ];
      return `期间${listedTogether(parts) || '无变化'}。`;
    },
    channelRefuses: (channel, since, why) =>
      why === ''
        ? words`${before(channel)}自 ${since} 起拒收告警`
        : words`${before(channel)}拒收告警：${why}（${since} 起）`,
    channelRefusesSince: (channel, since) => words`${before(channel)}自 ${since} 起拒收消息。`,
    channelsRefuse: (value) => `${number(value)} 个渠道拒收告警`,
    channelQueued: (channel) =>
      `${before(channel)}未送达的消息会保留，恢复后补发；在此之前请以本渠道为准。`,
    channelGap: (channel, { from, until }) =>
      words`${before(channel)}在 ${from}–${until} 拒收消息，期间的告警正在补发。`,
    channelBack: (channel, lasted) => `${before(channel)}已恢复接收（中断 ${lasted}）`,
    lateSince: (since) => words`补发：本渠道自 ${since} 起无法送达，以下内容发生在此期间。`,
  },
  source: {
    timer: (name) => words`定时器 ${name}`,
    agentOffline: (source) => words`${source} 的 Agent 已离线`,
    agentAdvice: '在所在主机上重启 Agent，并检查网络；Agent 离线期间，该数据源的迁移不会推进。',
    error: (source, said) => words`数据源 ${source} 报错：${said}`,
    withStatus: (status) => words`（状态 ${status}）`,
    errorAdvice: '在 MMS 控制台打开该数据源，按提示处理。',
    status: (source, status) => words`数据源 ${source} 状态变为 ${status}`,
    statusWas: (before) => words`此前状态：${before}`,
    timerSilent: (timer, period) => words`定时器 ${timer} 已 ${period}未触发`,
    timerBlockedBy: (job) =>
      words`作业 ${job} 尚未结束：定时器的表还有排队或运行中的作业时，MMS 不会创建新作业。`,
    timerAdvice: 'MMS 控制台中的该定时器及其最近一次作业。',
    timerFailed: (timer, status) => words`定时器 ${timer} 创建作业失败：${status}`,
    over: (what, lasted) => words`${what}（异常持续 ${lasted}）`,
    agentBack: (source) => words`${source} 的 Agent 已重新上线`,
    errorGone: (source) => words`数据源 ${source} 不再报错`,
    statusGood: (source, status) => words`数据源 ${source} 状态恢复为 ${status}`,
    timerBack: (timer) => words`定时器 ${timer} 已恢复触发`,
    more: (value) => `另有 ${number(value)} 处异常`,
    moreOver: (value) => `另有 ${number(value)} 处已恢复`,
  },
  frame: {
    part: (headline, page, pages) => words`${headline}（${page}/${pages}）`,
    notListed: (value) => `另有 ${number(value)} 个失败任务，篇幅所限未列出 ID`,
    allInTable: (value, file) => `全部 ${number(value)} 项变化及任务 ID 见附件 ${file}。`,
    failedInTable: (listed, all, file) => failedTasks(listed, all, `及 ID 见附件 ${file}`),
    failedInMail: (listed, all) => failedTasks(listed, all, '、ID 及处理建议见邮件'),
    textRefused: '本条消息的正文被拒收，详情请在 MMS 中查看。',
  },
};
