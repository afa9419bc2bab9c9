const { runScript } = require('./run-script.cjs');

/**
 * `pre-deploy`: what is about to be deployed is checked as it is, whatever template it comes from.
 */
module.exports = async (inputs, _args, logger) => {
  const props = JSON.stringify({ [inputs.resource.name]: inputs.props });
  await runScript('check-deployment.ts', ['--stdin'], {
    input: props,
    print: (text) => logger.write(text.trim()),
  });
  return inputs;
};
