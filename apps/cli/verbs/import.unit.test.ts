import { describe, expect, it } from '@jest/globals';
import { answered, problem, run, fileWith } from '../testing/world.js';

describe('overstap import', () => {
  const ROUTE = 'POST /programmes/P/imports';
  const imported = {
    dryRun: false,
    accepted: 1296,
    rejected: 0,
    duplicates: 2,
    corrected: 1,
    encoding: 'utf-8',
    delimiter: ';',
    columns: [
      { header: 'Medewerkernr', field: 'externalId' },
      { header: 'Kleur', field: null, note: 'Not read.' },
    ],
    rows: [],
    batchId: '0190',
  };
  const rejected = {
    ...imported,
    rejected: 1,
    rows: [{ line: 7, column: 'E-mail', rule: 'mail', message: 'Write a mail address.' }],
  };

  it('sends the bytes as they are, with the mapping and the label', async () => {
    const path = fileWith('Medewerkernr;Kleur\n1;rood\n');
    const { exitCode, out, requests } = await run(
      ['import', path, '--programme', 'P', '--dry-run', '--cohort', 'Zuid', '--map', 'Nr=a=externalId', '--json'],
      { answers: { [ROUTE]: { ...imported, dryRun: true } } },
    );
    expect([exitCode, JSON.parse(out)]).toEqual([0, { ...imported, dryRun: true }]);
    const [request] = requests;
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      dryRun: 'true',
      cohort: 'Zuid',
      fileName: 'export.csv',
      mapping: '{"Nr=a":"externalId"}',
    });
    expect(Buffer.from(request?.body as Uint8Array).toString()).toBe('Medewerkernr;Kleur\n1;rood\n');
    expect(request?.headers?.['content-type']).toBe('application/octet-stream');
  });

  it('shows what was recognised and counted, and what to do next', async () => {
    const { exitCode, out } = await run(['import', fileWith('x'), '--programme', 'P'], {
      answers: { [ROUTE]: imported },
    });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Read as utf-8, separated by semicolon\.$/m);
    expect(out).toMatch(/^Kleur +– +Not read\.$/m);
    expect(out).toMatch(/^Accepted +1,296$/m);
    expect(out).toMatch(/^In the programme already +2$/m);
    expect(out).toContain('overstap import undo 0190 --programme P');
  });

  it('ends with 3 when a row was refused, and names it', async () => {
    const { exitCode, out } = await run(['import', fileWith('x'), '--programme', 'P'], {
      answers: { [ROUTE]: rejected },
    });
    expect(exitCode).toBe(3);
    expect(out).toMatch(/^ +7 +E-mail +mail +Write a mail address\.$/m);
  });

  it('tells on standard error how far it is, each state once', async () => {
    let finish: (answer: ReturnType<typeof answered>) => void = () => undefined;
    const running = new Promise<ReturnType<typeof answered>>((resolve) => (finish = resolve));
    let looks = 0;
    const { err, out } = await run(['import', fileWith('x'), '--programme', 'P', '--json'], {
      answers: {
        [ROUTE]: () => running,
        'GET /programmes/P/imports/progress': async () => {
          looks += 1;
          if (looks === 3) finish(answered(imported));
          return answered({ done: looks < 3 ? 64 : 1296, of: 1296 });
        },
      },
    });
    expect(err).toMatch(/^64 of 1296 people\n(1296 of 1296 people\n)?$/);
    expect(JSON.parse(out)).toEqual(imported);
  });

  it('has failed for a file that cannot be read as people', async () => {
    const answers = { [ROUTE]: problem(422, 'not-a-table', 'This is a PDF; export a CSV.') };
    const { exitCode, out } = await run(['import', fileWith('%PDF'), '--programme', 'P', '--json'], { answers });
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({ problems: [{ rule: 'not-a-table', message: 'This is a PDF; export a CSV.' }] });
  });

  it('undo gives the reason', async () => {
    const { exitCode, out, requests } = await run(
      ['import', 'undo', 'b-1', '--programme', 'P', '--reason', 'wrong file'],
      {
        answers: { 'POST /programmes/P/imports/b-1/undo': { undone: 7 } },
      },
    );
    expect([exitCode, out]).toEqual([0, 'The import is undone: 7 people taken out.\n']);
    expect(requests[0]?.body).toBe('{"reason":"wrong file"}');
  });
});
