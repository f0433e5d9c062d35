import { KurrentDbTestServer } from './server.js';

export interface GivenKurrentDb {
  readonly url: string;
  /** Absent where KURRENTDB_URL names a real server. */
  readonly testServer?: KurrentDbTestServer;
  stop(): Promise<void>;
}

/** The real server that KURRENTDB_URL names, for `npm run test:kurrentdb`; else the test server. */
export async function givenKurrentDb(): Promise<GivenKurrentDb> {
  const url = process.env['KURRENTDB_URL'];
  if (url) return { url, stop: async () => undefined };
  const testServer = await KurrentDbTestServer.start();
  return { url: testServer.url, testServer, stop: () => testServer.stop() };
}
