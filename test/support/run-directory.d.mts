export function removeRun(directory: string): Promise<void>;
export function removeDeadRuns(): Promise<void>;
export function makeRun(): string;
