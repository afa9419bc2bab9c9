import fc from 'fast-check';

// Properties draw the same cases in every run, so that a failure can be seen again and what was
// green stays green. `SEED=7 npm test` draws others.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
