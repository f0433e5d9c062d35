import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ground, SEED } from './ground.js';
import { Matrix } from './matrix.js';
import { BEHIND, MUTANTS } from './mutants.js';
import { Naming } from './naming.js';
import { Referring } from './referring.js';
import { type Triple } from './triples.js';

/** By `npm run test:authz`: it starts the program once for every mutant. */
const described = process.env['AUTHZ_TRIPLES'] === undefined ? describe.skip : describe;

described('what is planted in the policy or in a reader’s table is found by the matrix', () => {
  let ground: Ground;
  let asked: readonly Triple[];

  beforeAll(async () => {
    ground = await Ground.make(14);
    asked = ground.triples.sample(6000, SEED);
  }, 600_000);
  afterAll(() => ground?.close());

  const firstDifference = async (): Promise<string | undefined> =>
    (await new Matrix(ground.program, ground.world).differences(asked, 1))[0] ??
    (await ground.heldAgainstTheProfile())[0] ??
    (await new Naming(ground.program, ground.world).differences())[0] ??
    (await new Referring(ground.program, ground.world).differences())[0];

  test.each(MUTANTS)(
    '$name',
    async ({ changes, makesTables }) => {
      try {
        await ground.restart(changes);
      } catch (error) {
        // The program itself says at its start that it is wrong; but the place has to be there, and what is put there to be JavaScript.
        expect(String(error)).not.toMatch(/MUTANT:|SyntaxError/);
        expect(String(error)).toContain('The program did not start');
        return;
      }
      if (makesTables) await ground.program.does('rebuild');
      const difference = await firstDifference();
      console.log(difference);
      expect(difference).toBeDefined();
    },
    240_000,
  );

  test('and without any of it there is nothing to find, whether or not read models are behind', async () => {
    await ground.restart([BEHIND]);
    await ground.program.does('rebuild');
    expect(await firstDifference()).toBeUndefined();
    await ground.restart();
    expect(await firstDifference()).toBeUndefined();
  });
});
