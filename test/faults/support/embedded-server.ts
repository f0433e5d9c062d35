import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isRunning } from '../../../libs/platform/process-liveness.js';

/** The PostgreSQL that a program started by itself, found by its data directory, as whoever has the machine can. */
export class EmbeddedServer {
  constructor(private readonly dataDir: string) {}

  private get pidFile(): readonly string[] {
    return readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  }

  get pid(): number {
    return Number(this.pidFile[0]);
  }

  get runs(): boolean {
    return existsSync(join(this.dataDir, 'postgres', 'postmaster.pid')) && isRunning(this.pid);
  }

  killPostmaster(): void {
    process.kill(this.pid, 'SIGKILL');
  }

  /** As the owner of the database; a server that has just come back may throw out whom it has let in. */
  async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.queryOnce<Row>(text, values);
      } catch (error) {
        if (tries === 20) throw error;
        await pause(250);
      }
  }

  private async queryOnce<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const [, , , port, socket, address] = this.pidFile;
    const client = new pg.Client({
      host: socket || address,
      port: Number(port),
      user: 'overstap',
      database: 'overstap',
      password: readFileSync(join(this.dataDir, 'postgres-password'), 'utf8').trim(),
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** The coaches whose registration the log holds, each as often as it does. */
  async registeredCoaches(): Promise<readonly string[]> {
    const rows = await this.query<{ coach: string }>(
      `SELECT substr(stream, length('coach-') + 1) AS coach FROM events WHERE type = 'CoachRegistered'`,
    );
    return rows.map(({ coach }) => coach);
  }
}
