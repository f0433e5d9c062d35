import { ProgramProblem } from '../program/program-client.js';

/** The answer; where the program says that there is nothing, what of it that is, for the verb knows what it asked for. */
export async function orMissing<Answer>(asked: Promise<Answer>, code: string, message: string): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProgramProblem && error.code === 'not-found')
      throw new ProgramProblem(message, code, [{ rule: code, message }]);
    throw error;
  }
}

export const noTrajectory = (id: string): readonly [string, string] => [
  'trajectory-unknown',
  `There is no trajectory ${id}; check the id (the queues name the trajectory of each task).`,
];
