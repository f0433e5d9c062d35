import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { temporaryDirectory } from '../../../test/support/postgres.js';

export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Where Redis is missing its tests are skipped with a printed reason; in continuous integration they run, and fail. */
export function hasRedis(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0 || process.env['CI']) return true;
  process.stderr.write('Skipped: tests on Redis, because redis-server is not installed (apt install redis-server).\n');
  return false;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', temporaryDirectory('redis')];
  const server: ChildProcess = spawn('redis-server', [...args, '--save', '', '--appendonly', 'yes'], {
    stdio: 'ignore',
  });
  const url = `redis://127.0.0.1:${port}`;
  const probe = new Redis(url);
  probe.on('error', () => undefined);
  await probe.ping();
  await probe.quit();
  return {
    url,
    stop: async () => {
      if (server.exitCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
}
