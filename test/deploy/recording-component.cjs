const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Stands in for fc3: notes what it would have deployed, with which keys, and what was in the folder
 * of the code then.
 */
module.exports = class RecordingComponent {
  async getSchema() {
    return readFileSync(join(__dirname, '../deploy/fc3-schema.json'), 'utf8');
  }
  async deploy({ command, props, cwd, getCredential }) {
    const code = readFileSync(join(cwd, props.code, 'index.js')).length;
    const credential = await getCredential();
    const deployed = { command, props, code, credential };
    appendFileSync(join(cwd, 'deployed.jsonl'), `${JSON.stringify(deployed)}\n`);
    return { functionName: props.functionName };
  }
};
