import { conflict, type Refusal } from '@overstap/kernel';

/** Under AGGREGATE_ONLY nobody at the employer learns anything of somebody by name, whoever sat at the table. */
export function lineManagerRule(
  command: string,
  { lineManagerId }: Readonly<Record<string, unknown>>,
  profile: string | undefined,
): Refusal | undefined {
  if (command !== 'HoldThreeWayMeeting' || lineManagerId === undefined || profile !== 'AGGREGATE_ONLY')
    return undefined;
  return conflict(
    'line-manager-reads-nothing',
    'The programme tells the employer nothing of anybody by name, so no line manager reads what was agreed; leave lineManagerId out.',
  );
}
