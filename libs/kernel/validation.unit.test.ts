import { describe, expect, test } from '@jest/globals';
import { NestedField, TextField } from './fields.js';
import { validate } from './validation.js';

class Address {
  @TextField() readonly street!: string;
  @TextField({ optional: true }) readonly town?: string;
}
class Person {
  @TextField() readonly name!: string;
  @NestedField(() => Address) readonly address!: Address;
  @NestedField(() => Address, { list: true, optional: true }) readonly earlier?: readonly Address[];
}

describe('what is held against a payload class', () => {
  test('has no field that need not be given and is null, however deep', () => {
    const checked = validate(Person, {
      name: 'Eva',
      address: { street: 'Kade 1', town: null },
      earlier: [{ street: 'Dam 2', town: null }],
    });
    expect(checked).toEqual({
      value: { name: 'Eva', address: { street: 'Kade 1' }, earlier: [{ street: 'Dam 2' }] },
    });
    expect(JSON.stringify(checked)).not.toContain('null');
    expect(validate(Person, { name: 'Eva', address: { street: 'Kade 1' }, earlier: null })).toEqual({
      value: { name: 'Eva', address: { street: 'Kade 1' } },
    });
  });

  test('keeps its rules: what must be given is not null, what is one thing is no list', () => {
    const fields = (plain: object) => {
      const checked = validate(Person, plain);
      return 'problems' in checked ? checked.problems.map(({ field, rule }) => `${field} ${rule}`) : [];
    };
    expect(fields({ name: null, address: { street: 'Kade 1' } })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^name /)]),
    );
    expect(fields({ name: 'Eva', address: [] })).toEqual(['address object']);
    expect(fields({ name: 'Eva', address: [{ street: 'Kade 1' }] })).toContain('address object');
    expect(fields({ name: 'Eva', address: { street: 'Kade 1' }, colour: 'red' })).toEqual(['colour unknownField']);
    const earlier = [{ street: 'Dam 2' }, { street: 'Dam 3', door: 1 }];
    expect(fields({ name: 'Eva', address: { street: 'Kade 1' }, earlier })).toEqual(['earlier.1.door unknownField']);
    for (const each of [null, 'Dam 2', [{ street: 'Dam 2' }]])
      expect(fields({ name: 'Eva', address: { street: 'Kade 1' }, earlier: [each] })).toContain('earlier object');
  });

  test('keeps its rules whatever a field is called, and leaves what was sent as it was', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const sent = JSON.parse(`{"name":"Eva","address":{"street":1,"${name}":{"name":"x"}},"${name}":{}}`) as object;
      const before = JSON.stringify(sent);
      const checked = validate(Person, sent);
      const problems = 'problems' in checked ? checked.problems : [];
      expect(problems.map(({ field }) => field)).toEqual(
        expect.arrayContaining([name, `address.${name}`, 'address.street']),
      );
      expect(JSON.stringify(sent)).toBe(before);
    }
    expect(({} as { name?: unknown }).name).toBeUndefined();
  });

  test('takes the fields of the class that it extends', () => {
    class Employee extends Person {
      @TextField() readonly employer!: string;
    }
    expect(validate(Employee, { name: 'Eva', address: { street: 'Kade 1' }, employer: 'X' })).toHaveProperty('value');
    expect(validate(Employee, { address: { street: 'Kade 1' } })).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ field: 'name' }),
        expect.objectContaining({ field: 'employer' }),
      ]),
    });
  });
});
