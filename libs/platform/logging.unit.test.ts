import { describe, expect, test } from '@jest/globals';
import { createLogger, NestLogger } from './logging.js';
import { createMetrics } from './metrics.js';
import { OperatorError } from './operator-error.js';

function capture(level: 'info' | 'warn' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger(level, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { logger, lines };
}

describe('the log', () => {
  test('is one JSON object per line with the fields given, from the level on', () => {
    const { logger, lines } = capture('warn');
    logger.info('not shown');
    logger.warn('Projection is behind', { projection: 'coach_queue', count: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ msg: 'Projection is behind', projection: 'coach_queue', count: 3 });
  });

  test('shows kind, code and place of an error, and its text only when it is for operators', () => {
    const { logger, lines } = capture();
    logger.error('failed', {}, Object.assign(new RangeError('invalid date: "Jan Jansen"'), { code: '22007' }));
    logger.error('failed', {}, new OperatorError('The disk is full.'));
    expect(JSON.stringify(lines[0])).not.toContain('Jansen');
    expect(lines[0]).toMatchObject({ error: { kind: 'RangeError', code: '22007' } });
    expect((lines[0]!['error'] as { frames: string[] }).frames[0]).toMatch(/^at /);
    expect(lines[1]).toMatchObject({ error: { message: 'The disk is full.' } });
  });

  test("takes Nest's messages, but not the text of errors that requests caused", () => {
    const { logger, lines } = capture();
    const nest = new NestLogger(logger);
    nest.warn('Mapped {/programmes, GET} route', 'RouterExplorer');
    nest.error('no such person: Jansen', 'Error: no such person: Jansen\n    at find (x.js:1:1)', 'ExceptionsHandler');
    nest.error(new Error('Jansen'));
    expect(lines[0]).toMatchObject({ msg: 'Mapped {/programmes, GET} route', context: 'RouterExplorer' });
    expect(lines[1]).toMatchObject({ context: 'ExceptionsHandler', error: { frames: ['at find (x.js:1:1)'] } });
    expect(JSON.stringify(lines)).not.toContain('Jansen');
  });
});

test('metrics carry the program that they come from', async () => {
  const registry = createMetrics('worker');
  expect(await registry.metrics()).toMatch(/process_resident_memory_bytes\{program="worker"\} \d/);
  registry.clear();
});
