const { runScript } = require('./run-script.cjs');

/**
 * `pre-deploy`: what is about to be deployed is checked as it is, whatever template it comes from,
 * with the keys that deploy it.
 */
module.exports = async (inputs, _args, logger) => {
  const { resource, props } = inputs;
  const credential = await inputs.getCredential().catch((error) => ({ error: error.message }));
  await runScript('check-deployment.ts', [], {
    input: JSON.stringify({ name: resource.name, access: resource.access, props, credential }),
    print: (text) => logger.write(text.trim()),
  });
  return inputs;
};
