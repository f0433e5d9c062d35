import { describe, expect, it } from '@jest/globals';
import { ProgramProblem } from '../program/program-client.js';
import { namingEvents } from './webhooks.js';

describe('an event that no webhook can be called about', () => {
  it('is named as it was typed', () => {
    const message = 'events[1] is no kind of event that can be subscribed to';
    const refused = new ProgramProblem(message, 'invalid-request', [{ field: 'events[1]', rule: 'isIn', message }]);
    const told = namingEvents(refused, ['TaskClaimed', 'NoSuch']);
    expect(told.message).toBe('NoSuch is no kind of event that can be subscribed to');
    expect(told.problems).toEqual([{ field: 'events[1]', rule: 'isIn', message: told.message }]);
  });
});
