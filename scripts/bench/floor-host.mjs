// The floor: a bare client that makes the requests of a tick, all signed beforehand, so many at a
// time, and parses the answers. Nobody could do the same with less.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

const ask = ({ method, port, path, headers, body }) =>
  new Promise((resolve, reject) => {
    delete headers['content-length'];
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject).on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode === 200 || answer.statusCode === 304)
          resolve(text.startsWith('{') ? JSON.parse(text) : text);
        else reject(new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });

async function measure({ requests, atATime }) {
  const [cpu, from] = [process.cpuUsage(), process.hrtime.bigint()];
  const waiting = requests.values();
  const worker = async () => {
    for (const one of waiting) await ask(one);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  const wallMs = Number(process.hrtime.bigint() - from) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1e3 };
}

process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
process.on('message', (call) => void measure(call).then((answer) => process.send(answer)));
process.send('ready');
