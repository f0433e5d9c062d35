/** `docker compose` as the scripts call it; the test, which runs the services itself, carries it out. */
const answer = await fetch(process.env.NATIVE_COMPOSE, { method: 'POST', body: JSON.stringify(process.argv.slice(2)) });
const { code, out, err } = await answer.json();
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
