import { expect, it } from 'vitest';
import { complaintsIn, playMatrix } from './matrix.ts';
import { printMatrix } from './print-matrix.ts';

it('a tick whose calls to OSS, Slack and the mail server break, each in every way, loses no alert and repeats only what it must', async () => {
  const matrix = await playMatrix(({ server }) => server !== 'mms', process.env.FAULTS === 'all');
  console.log(printMatrix('OSS, Slack and mail', matrix));
  expect(complaintsIn(matrix)).toEqual([]);
}, 600_000);
