import { words } from '../../document.ts';
import type { HeadlineWording } from '../wording.ts';
import { counted, number } from './form.ts';

export const headline: HeadlineWording = {
  inPlace: (place) => words`，位于 ${place}`,
  placeOfJob: (place, job) => words`${place}（作业 ${job}）`,
  job: (job) => words`作业 ${job}`,
  sources: (value) => `${number(value)} 个数据源`,
  failed: (value, unit) => `${counted(value, unit)}失败`,
  moreFailed: (value, unit, since) =>
    `又有 ${counted(value, unit)}失败（${since.at} 以来共 ${number(since.all)} 个）`,
  recovered: (value, unit) => `${counted(value, unit)}已恢复`,
  done: (value, unit) => `${counted(value, unit)}已完成`,
  causes: (value) => `${number(value)} 种原因`,
  recoveredSince: (value, ofAll) => (ofAll ? '现已恢复' : `其中 ${number(value)} 个现已恢复`),
  dataLoss: (value, ofAll) => (ofAll ? '可能丢失数据' : `其中 ${number(value)} 个可能丢失数据`),
  unknownStatuses: (value) => `${number(value)} 个未知状态`,
  watching: (name, first) => words`${first ? '' : '并'}开始监控 ${name}`,
  watchingTargets: (value, first) => `${first ? '' : '并'}开始监控 ${number(value)} 个目标`,
  totals: (tasks, done, failed) =>
    tasks === 0
      ? '暂无任务'
      : [
          `${number(tasks)} 个任务`,
          `${number(done)} 个已完成`,
          ...(failed > 0 ? [`${number(failed)} 个此前已失败`] : []),
        ].join('，'),
  finished: (job, result) => words`${job} 已结束：${result}`,
  jobsFinished: (value, result) => `${number(value)} 个作业已结束：${result}`,
  result: ({ done, failed, stopped, total }) =>
    done === total && total > 0
      ? `${number(total)} 个全部完成`
      : [
          `完成 ${number(done)}`,
          ...(failed > 0 ? [`失败 ${number(failed)}`] : []),
          ...(stopped > 0 ? [`已停止 ${number(stopped)}`] : []),
        ].join('，'),
  escalation: (job, why) => words`告警升级：${job}，${why}`,
  escalations: (value, jobs) => words`告警升级：${number(value)} 个作业（${jobs}）`,
  blind: (source) => words`监控中断：无法读取 ${source}`,
  blindSources: (value) => `监控中断：${number(value)} 个数据源无法读取`,
  sightReturned: (source) => words`${source} 恢复可读`,
  sightReturnedTo: (value) => `${number(value)} 个数据源恢复可读`,
  channelsLost: (value) => `${number(value)} 个通知渠道无法接收消息`,
  channelLost: (channel) => words`${channel} 无法接收消息`,
  stalledTasks: (value) => `${number(value)} 个任务停滞`,
  stalledJob: (job, waiting) => words`${job} 停滞：${number(waiting)} 个任务等待中，无任务运行`,
  stalledJobs: (value) => `${number(value)} 个作业停滞`,
  stillFailed: (value, unit, longer) => `${counted(value, unit)}失败已超过 ${longer}`,
};
