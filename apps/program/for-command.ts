import { type Settings } from '@overstap/platform';
import { startService } from './service.js';

/** The embedded program for the length of one command of the command line: it answers on a free port of this machine and sends nothing. */
export async function startForCommand(settings: Settings): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { url, stop } = await startService(
    { ...settings, port: 0, host: '127.0.0.1', logLevel: 'error' },
    { serves: true, follows: true, sends: false },
  );
  if (url === undefined) throw new Error('The program answers nowhere');
  return { url, stop };
}
