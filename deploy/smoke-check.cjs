const { runScript } = require('./run-script.cjs');

/**
 * `success-deploy`: a dry run of what was just deployed, by the keys that deployed it, be they from
 * the environment or from `s config add`. It is the first thing that the function's own role does.
 */
module.exports = async (inputs, _args, logger) => {
  // Of keys in the environment Serverless Devs takes no token along.
  const {
    AccountID,
    AccessKeyID,
    AccessKeySecret,
    SecurityToken = process.env.SecurityToken ?? '',
  } = await inputs.getCredential();
  const { region, functionName } = inputs.props;
  const environment = {
    AccountID,
    AccessKeyID,
    AccessKeySecret,
    SecurityToken,
    FC_DEPLOY_REGION: region,
    FC_DEPLOY_FUNCTION_NAME: functionName,
  };
  try {
    await runScript('invoke.ts', ['--dry-run'], {
      environment,
      print: (text) => logger.write(text.trim()),
    });
  } catch (error) {
    const reason = error.message.replace(/^the function failed: /, '');
    throw new Error(`Deployed. Its dry run failed: ${reason}`);
  }
  return inputs;
};
