import { expect, it } from 'vitest';
import { complaintsIn, playMatrix } from './matrix.ts';
import { printMatrix } from './print-matrix.ts';

it('a tick whose calls to MMS break, each in every way, loses no alert and silences nothing else', async () => {
  const matrix = await playMatrix(({ server }) => server === 'mms', process.env.FAULTS === 'all');
  console.log(printMatrix('MMS', matrix));
  expect(complaintsIn(matrix)).toEqual([]);
}, 600_000);
