import { OperatorError, readSettings } from '@overstap/platform';
import { startService } from '../program/service.js';

/** `npm start`: everything in one process, on the PostgreSQL that comes with it unless DATABASE_URL names another. */
const outcome = readSettings(process.env);
for (const { message } of outcome.warnings) console.error(message);
if ('problems' in outcome) {
  for (const { message } of outcome.problems) console.error(message);
  process.exit(2);
}
const { settings } = outcome;

try {
  const service = await startService(settings, { sends: true });
  console.error(
    `Overstap runs on ${service.url} (data in ${settings.dataDir}). There is no sign-in yet: it serves this machine only, as the agency "default".`,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exit(1);
}
