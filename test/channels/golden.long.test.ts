import { it } from 'vitest';
import { expectAsWritten } from './golden.ts';

it.each(['day', 'healthy', 'stays-failed'])(
  'what each channel is told in the situation %s',
  { timeout: 600_000 },
  async (name) => {
    await expectAsWritten(name);
  },
);
