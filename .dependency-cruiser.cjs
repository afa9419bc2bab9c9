/**
 * Who may import whom. `npm run lint` fails where a rule is broken; ARCHITECTURE.md draws the rooms.
 */
const core = 'causes|kinds|mms|notification|tracking|untrusted-text';
const adapters = 'channels|mms-client|runtime|settings|storage';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that import each other are one subject: draw them together, or cut anew.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'the-core-is-pure',
      comment: 'What decides does no I/O, and knows nothing of HTTP, OSS, settings or channels.',
      severity: 'error',
      from: { path: `^functions/(${core})/` },
      to: {
        pathNot: [
          `^functions/(${core})/`,
          '^functions/(language|trouble)\\.ts$',
          '^node_modules/zod/',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'masking-stands-alone',
      comment: 'Foreign text is masked before anything else sees it.',
      severity: 'error',
      from: { path: '^functions/untrusted-text/' },
      to: { pathNot: ['^functions/untrusted-text/', '^functions/language\\.ts$'] },
    },
    {
      name: 'mms-knows-nothing-of-alerts',
      comment: "MMS's records are read by everybody and read nobody.",
      severity: 'error',
      from: { path: '^functions/mms/' },
      to: { pathNot: ['^functions/(mms|untrusted-text)/', '^(node:)?crypto$'] },
    },
    {
      name: 'no-kind-outside-its-room',
      comment:
        'Messages know kinds by the list they are given, so that a new one needs no change here.',
      severity: 'error',
      from: { path: '^functions/(notification|causes|channels|storage)/' },
      to: { path: '^functions/kinds/' },
    },
    {
      name: 'no-channel-in-another',
      comment: 'What chats share stands in channels/webhook; none is the parent of another.',
      severity: 'error',
      from: { path: '^functions/channels/([^/]+)/' },
      to: { path: '^functions/channels/[^/]+/', pathNot: '^functions/channels/($1|webhook)/' },
    },
    {
      name: 'no-channel-outside-its-room',
      comment: 'Only the list of channels names one.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/channels/([^/]+/|channels\\.ts$)' },
      to: { path: '^functions/channels/[^/]+/' },
    },
    {
      name: 'the-pipeline-works-through-ports',
      comment: 'What the pipeline needs of the world is a port; connect.ts brings the adapters.',
      severity: 'error',
      from: { path: '^functions/pipeline/' },
      to: {
        path: `^functions/(${adapters})/`,
        pathNot: '^functions/storage/state-(?:codec|size)\\.ts$',
      },
    },
    {
      name: 'one-place-wires',
      comment: 'Clients of MMS and of the state are made in connect.ts and nowhere else.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/(connect\\.ts|mms-client/|storage/)' },
      to: { path: '^functions/(mms-client|storage/(file|oss)-)' },
    },
    {
      name: 'the-function-needs-no-workshop',
      comment: 'What is deployed imports nothing that only serves people who develop it.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(scripts|rehearsal|test|dist)/' },
    },
    {
      name: 'the-world-is-a-second-opinion',
      comment:
        'The rehearsal plays MMS, OSS and the receivers as their documentation says, and judges the function: it must not share its code. Only the simulation drives the core itself.',
      severity: 'error',
      from: { path: '^rehearsal/', pathNot: '^rehearsal/simulation/' },
      to: { path: '^functions/' },
    },
    {
      name: 'no-dependency-that-is-not-declared',
      severity: 'error',
      from: {},
      // nodemailer brings no types of its own for its inner files, which nodemailer-library.ts wraps.
      to: {
        dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^nodemailer/',
      },
    },
    {
      name: 'the-function-ships-its-dependencies',
      comment:
        'What is bundled stands under dependencies, so that its licence and version are seen.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
