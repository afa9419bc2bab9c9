import { words } from '../../document.ts';
import type { JobWording, WatchWording } from '../wording.ts';
import { number } from './form.ts';

const rules = {
  'share failed': '已结束任务的失败率超过 20%',
  'no success': '30 分钟内无任务成功且仍有任务失败',
  burst: '10 分钟内失败超过 100 次',
} as const;

export const job: JobWording = {
  finished: (name) => words`${{ strong: '作业已结束' }}：${name}`,
  took: (duration) => `耗时 ${duration}`,
  slowest: (tasks) => words`耗时最长：${tasks}`,
  failedByCause: '失败原因：',
  failedTasks: (names) => words`失败任务：${names}`,
  unlisted: (value) =>
    `另有 ${number(value)} 个失败任务超出可记录的数量，未列出，请在 MMS 控制台查看`,
  failedInMail: '全部失败任务见邮件',
  failedAttached: (file) => `全部失败任务见附件 ${file}`,
  moreFinished: (jobs) => words`另有作业已结束：${jobs}`,
  doneOf: (done, total) => `已完成 ${number(done)} / ${number(total)}`,
  failed: (value) => `失败 ${number(value)}`,
  running: (value) => `运行中 ${number(value)}`,
  waiting: (value) => `等待中 ${number(value)}`,
  stopped: (value) => `已停止 ${number(value)}`,
  perHour: (value) =>
    `每小时 ${number(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} 个`,
  left: (duration) => `预计还需 ${duration}`,
  moreJobs: (value) => `另有 ${number(value)} 个作业`,
  escalation: (name, why) => words`${{ strong: '告警升级' }}：${name}，${why}`,
  shareFailed: (failed, ended) => `已结束的 ${number(ended)} 个任务中 ${number(failed)} 个失败`,
  noSuccess: (since, duration, failed) =>
    `自 ${since} 起（${duration}）无任务成功，其间 ${number(failed)} 个失败`,
  burst: (failed) => `10 分钟内失败 ${number(failed)} 次`,
  guide: (broken) =>
    `阿里云 MMS 官方指南要求出现以下情况时停止并立即排查：${broken.map((rule) => rules[rule]).join('；')}。`,
};

export const watch: WatchWording = {
  blind: (source, since) =>
    words`${{ strong: '监控中断' }}：自 ${since} 起连续三次无法读取数据源 ${source}`,
  nothingIsLost: '其间的变化将在恢复读取后补发。',
  moreBlind: (value) => `另有 ${number(value)} 个数据源或渠道中断`,
  sightReturned: (source, { from, until, lasted, meanwhile }) =>
    words`${{ strong: '监控恢复' }}：数据源 ${source}；中断时段 ${from} 至 ${until}（${lasted}）；其间${meanwhile}`,
  moreBack: (value) => `另有 ${number(value)} 个数据源恢复可读`,
  meanwhile: (failed, recovered, done) => {
    const parts = [
      ...(failed > 0 ? [`${number(failed)} 个失败`] : []),
      ...(recovered > 0 ? [`${number(recovered)} 个已恢复`] : []),
      ...(done > 0 ? [`${number(done)} 个已完成`] : []),
    ];
    return parts.length === 0 ? '无变化' : `：${parts.join('，')}`;
  },
  channelLost: (channel, since) => words`${{ strong: '渠道失效' }}：${channel}，自 ${since} 起`,
  owedWaits: '该渠道的待发消息将保留，本渠道照常通知。',
  noLogRow: (duration) => `已 ${duration}无新日志`,
  stalledTask: (task, noLogRow) => words`! 停滞：${task}，${noLogRow}`,
  usually: (duration) => `；该作业的表通常耗时 ${duration}`,
  stalledJob: (name, waiting, duration) =>
    words`! 停滞：${name}，${number(waiting)} 个任务等待中，已 ${duration}无任务运行`,
  moreStalled: (value) => `! 另有 ${number(value)} 个停滞`,
  stillFailed: (longer, counted) => `失败已超过 ${longer}：${counted}`,
};
