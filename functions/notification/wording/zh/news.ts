import { words } from '../../document.ts';
import type { FrameWording, NewsWording } from '../wording.ts';
import { number } from './form.ts';

export const news: NewsWording = {
  recovered: ({ task, after, again, stateSaid }) =>
    words`${stateSaid ? '✓ ' : '✓ 已恢复：'}${task}，${after}${again ? '，此后再次失败' : ''}`,
  after: (failures, duration) => `此前失败 ${number(failures)} 次，历时 ${duration}`,
  moreRecovered: (value) => `✓ 另有 ${number(value)} 个已恢复`,
  done: (value, place) =>
    place.length === 0
      ? [`✓ ${number(value)} 个已完成`]
      : words`✓ ${number(value)} 个已完成，位于 ${place}`,
  unknownStatus: (status, task, others) =>
    words`? 未知状态 ${status}：${task}${others > 0 ? `，另有 ${number(others)} 个任务` : ''}`,
  moreUnknown: (value, statuses) => words`? 另有 ${number(value)} 个未知状态：${statuses}`,
  unknownAdvice: () => 'MMS 文档未说明该状态：请在控制台查看任务。每个状态只通知一次。',
  target: (target) => words`监控目标 ${target}`,
  watching: (name, totals) => words`${{ strong: '开始监控' }} ${name}：${totals}`,
  moreTargets: (value, totals) => `另有 ${number(value)} 个目标：${totals}`,
  moreStatuses: (value) => `另有 ${number(value)} 种状态`,
  alreadyFailed: (tasks) => words`此前已失败：${tasks}`,
  fromHereOn: '此后的变化都会通知，此前的不再通知。',
};

export const frame: FrameWording = {
  console: '打开 MMS 控制台',
  continued: (failed, page, pages) => `${failed}，续（${number(page)}/${number(pages)}）`,
  notListed: (value, mailAlso) =>
    `另有 ${number(value)} 个失败任务；${mailAlso ? '全部 ID 见邮件' : '篇幅所限，未列出其 ID'}`,
  moreInTable: (value, file) => `另有 ${number(value)} 个失败任务，见附件 ${file}`,
  allInTable: (value, file) => `全部 ${number(value)} 项变化及其 ID 见附件 ${file}`,
  kinds: {
    failed: '失败',
    recovered: '已恢复',
    done: '已完成',
    unknown: '未知状态',
    baseline: '开始监控',
    'job-finished': '已结束作业',
    'job-stopped': '已停止作业',
    escalation: '告警升级作业',
    stalled: '停滞',
    reminder: '仍未恢复',
    blind: '监控中断',
    source: '数据源',
  },
  textRefused: '本条消息的正文被拒收，详情请在 MMS 中查看。',
};
