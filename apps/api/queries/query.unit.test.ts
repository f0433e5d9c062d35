import { describe, expect, test } from '@jest/globals';
import { QUERIES } from './queries.js';
import { type QueryDefinition } from './query.js';
import { queryController } from './query-controller.js';

const funnel = QUERIES.find(({ path }) => path.includes('{id}'))!;
const startedWith =
  (...more: readonly QueryDefinition[]) =>
  () =>
    queryController([...QUERIES, ...more]);

describe('the registry of queries', () => {
  test('starts as it is', () => {
    expect(startedWith()).not.toThrow();
  });

  test('refuses two queries of one name, and two at one address whatever they call its parameter', () => {
    expect(startedWith({ ...funnel, path: '/elsewhere/{id}' })).toThrow(`Two queries are called ${funnel.name}`);
    const path = funnel.path.replace('{id}', '{code}');
    expect(startedWith({ ...funnel, name: 'Other', path })).toThrow(`Two queries answer at ${path}`);
  });

  test('refuses a path whose parameter is no field, and a query that nobody may ask', () => {
    expect(startedWith({ ...funnel, name: 'Other', path: '/other/{colour}', roles: [] })).toThrow(
      /Other has no field for \{colour\} of its path\nNobody may ask Other/,
    );
  });

  test('refuses a query that does not say what its {id} is, and one for a role that may not read what it shows', () => {
    const { of: _of, ...unsaid } = funnel;
    expect(startedWith({ ...unsaid, name: 'Other', path: '/other/{id}' })).toThrow(
      'Other does not say of what {id} is',
    );
    expect(startedWith({ ...funnel, name: 'Other', path: '/other/{id}', roles: ['PLANNER'], shows: ['P3'] })).toThrow(
      'Other shows P3, which PLANNER may not read',
    );
  });

  test('refuses a query that shows P2–P4, or that the employer may ask, and is not entered in the access log', () => {
    const { recorded: _recorded, ...timeline } = QUERIES.find(({ name }) => name === 'timeline')!;
    const unsaid = 'Other does not say how it is entered in the access log';
    expect(startedWith({ ...timeline, name: 'Other', path: '/other/{id}' })).toThrow(unsaid);
    const forEmployer = { ...funnel, name: 'Other', path: '/other/{id}', roles: ['EMPLOYER_HR'] } as const;
    expect(startedWith(forEmployer)).toThrow(unsaid);
  });
});
