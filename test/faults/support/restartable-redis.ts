import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from '../../support/running-program.js';
import { temporaryDirectory } from '../../support/postgres.js';

/** A Redis that keeps nothing on disk: killed, it comes back at the same address and empty. */
export class RestartableRedis {
  private constructor(
    private readonly port: number,
    private server: ChildProcess,
  ) {}

  static async start(): Promise<RestartableRedis> {
    const port = await freePort();
    return new RestartableRedis(port, await startServer(port));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async crash(awayMs: number): Promise<void> {
    await this.end('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, awayMs));
    this.server = await startServer(this.port);
  }

  async wipe(): Promise<void> {
    const redis = new Redis(this.url);
    await redis.flushall();
    await redis.quit();
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const exited = once(this.server, 'exit');
    this.server.kill(signal);
    await exited;
  }
}

async function startServer(port: number): Promise<ChildProcess> {
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', temporaryDirectory('redis')];
  const server = spawn('redis-server', [...where, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const probe = new Redis(`redis://127.0.0.1:${port}`);
  probe.on('error', () => undefined);
  await probe.ping();
  await probe.quit();
  return server;
}
