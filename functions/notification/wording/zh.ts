import { cause, failure } from './zh/failure.ts';
import { form } from './zh/form.ts';
import { headline } from './zh/headline.ts';
import { job, watch } from './zh/job.ts';
import { frame, news } from './zh/news.ts';
import type { Wording } from './wording.ts';

export const zh: Wording = {
  tag: 'zh-CN',
  form,
  headline,
  failure,
  cause,
  job,
  watch,
  news,
  frame,
};
