import { describe, expect, it } from '@jest/globals';
import { run } from './testing/world.js';

describe('wrong usage', () => {
  it.each([
    ['', /one of due, survival, .* --help/],
    ['blah', /unknown command 'blah'.*due, survival/],
    ['programme', /one of open, list, show, plans after overstap programme/],
    ['programme opn', /Did you mean open\?/],
    ['programme open', /--employer is missing: write --employer <name>/],
    ['programme show', /code is missing: write overstap programme show <code>; code is .*REORG-2026/],
    ['programme open X --employer Y', /--template is missing: write --template <id>, .*IND-6/],
    ['programme open X --employer Y --template Z --starts 2026-01-01 --disclosure ALL', /AGGREGATE_ONLY, STATUS/],
    ['import f.csv', /--programme is missing: write --programme <code>/],
    ['import f.csv --programme X --map name', /--map says what a column is: write --map "Personeelsnr=externalId"/],
    ['import undo B --programme X', /--reason is missing/],
    ['import undo B --programme X --reason r --dry-run', /leave it out/],
    ['import undo B --programme X --reason r --cohort C', /leave --cohort and --map out/],
    ['wave release 0 --programme X', /number from 1: write overstap wave release 1/],
    ['report X --as-of 2026-02-30', /--as-of: must be a date that exists, such as 2026-09-01/],
    ['wave release 1 --programme X --on soon', /--on: must be a date that exists/],
    ['import /nowhere/f.csv --programme X', /f\.csv does not exist; check the path/],
    ['import / --programme X', /is a directory; name a file in it/],
    ['send trajectory X hold-intake --data @/nowhere/f.json', /f\.json does not exist/],
    ['template publish /nowhere/T.yaml', /T\.yaml does not exist/],
    ['survival /nowhere/f.csv', /f\.csv does not exist/],
    ['survival f.csv --horizon soon', /write --horizon 365/],
    ['report X', /--as-of is missing: write --as-of <date>/],
    ['report X --as-of', /--as-of has no value: write --as-of <date>/],
    ['report X --as-of 2026-01-01 --csv --json', /write one of them/],
    ['queue coach --tab all', /assigned, overdue, today, week, waiting, snoozed, completed/],
    ['queue coach --clock LEGAL', /STATUTORY, CONTRACT, PROGRAMME, PERSONAL/],
    ['queue bulk coach forget t', /complete, snooze, reassign, claim, block, unblock, undo/],
    ['queue bulk coach claim', /task is missing: write overstap queue bulk <queue> <action> <task\.\.\.>;/],
    [
      'trajectory skip-phase X --reason r',
      /phase is missing: write overstap trajectory skip-phase <id> <phase> --reason <text>;/,
    ],
    ['queue bulk coach undo t --undoes ALL', /COMPLETION, SNOOZE, ASSIGNMENT/],
    ['queue coach --limit 0', /1 to 500: write --limit 100/],
    ['coach caseload', /id is missing: write overstap coach caseload <id>/],
    ['match propose T --level 7', /1 to 6: write --level 3/],
    ['inbox --as coach', /write --as COACH:coach-7/],
    [
      'access-log mine',
      /--as says whose it is: write --as PARTICIPANT:<id>\. .* overstap access-log, .* --participant <id>/,
    ],
    ['access-log mine --as COACH:coach-7', /write --as PARTICIPANT:<id>/],
    ['inbox read', /message is missing: write overstap inbox read <message>/],
    ['outbox --status LOST', /WAITING, DELIVERED, SUPPRESSED, FAILED/],
    ['feed add --language de', /nl, en/],
    ['preference set --mail never', /immediate, digest, inbox/],
    ['preference set --quiet evening', /write --quiet 18:00-08:00/],
    ['feed revoke f-1 --as coach', /write --as COACH:coach-7/],
    ['webhook add https://x.example', /--events is missing: write --events <types>/],
    ['webhook calls W --status LOST', /WAITING, DELIVERED, SUPPRESSED, FAILED/],
    ['webhook replay', /id is missing: write overstap webhook replay <id>/],
    ['send traject X hold-intake', /no aggregate of this name: write agency, .*trajectory/],
    ['send trajectory X hold-intak', /no command of this name\. Did you mean hold-intake/],
    ['send trajectory X hold-intake --data []', /JSON object: write --data/],
    ['send trajectory X hold-intake --if-match "1"', /write --if-match 12/],
    ['send trajectory X hold-intake --as coach', /write --as COACH:coach-7/],
    ['due --form 2026-12-14', /unknown option '--form' \(Did you mean --from\?\)/],
    ['due today', /too many arguments/],
    ['template plan-migration IND-6 IND-6@2 --reason r', /write IND-6@2, the version behind the @/],
    ['template plan-migration IND-6@1 IND-6@2', /--reason is missing/],
    ['template migrate plan.json', /Write one of --dry-run with a plan, --apply <hash> or --report <hash>/],
    ['template migrate plan.json --dry-run --apply h', /Write one of --dry-run/],
    ['template migrate --dry-run', /plan is missing: write overstap template migrate plan\.json --dry-run/],
    ['template migrate plan.json --apply h', /leave the plan out/],
    ['erase P', /--reason is missing/],
  ])('%s: the option or argument is named, and what to write', async (line, message) => {
    const args = line.split(' ').filter(Boolean);
    const { exitCode, out, err, requests } = await run(args);
    expect(exitCode).toBe(2);
    if (!line.includes('--json')) expect(out).toBe('');
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(message);
    expect(requests).toEqual([]);
  });

  it('with --json is one document on standard output too', async () => {
    const { exitCode, out, err } = await run(['report', 'X', '--json']);
    expect(exitCode).toBe(2);
    const message = err.trim();
    expect(JSON.parse(out)).toEqual({ problems: [{ field: '--as-of', rule: 'usage', message }] });
  });

  it.each([['--help'], ['due --help'], ['import undo --help'], ['--version']])('%s is none', async (line) => {
    const { exitCode, out, err } = await run(line.split(' '));
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(/Usage: overstap|0\.0\.0/);
  });
});
