import { cause, failure } from './en/failure.ts';
import { form } from './en/form.ts';
import { headline } from './en/headline.ts';
import { job, watch } from './en/job.ts';
import { frame, news } from './en/news.ts';
import type { Wording } from './wording.ts';

export const en: Wording = { tag: 'en', form, headline, failure, cause, job, watch, news, frame };
