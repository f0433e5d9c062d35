/** Words in every free text, each once in the world; and where they came to lie. */
import { fieldsOf } from '../../dist/libs/kernel/index.js';

/** What ends a trajectory, moves it to somebody else or takes something back: a world does that on purpose. */
const NOT_BY_CHANCE =
  /^(Close|Decline(Participation|Referral)|Expire|Void|Reopen|Reassign|Match|Name|End|Migrate|Pause|Resume|Refer|Correct|Withdraw|Invite|Claim|Complete(Task|Survey)|Cancel|Assign(Task)|Start(Task|Retention)|Undo|Snooze|Block|Unblock|Open|Review|RecordExit|RecordPlacement|StartPlacement|Request|OptOut|RecordInvitationBounce|Decide)/;

/** A pronounceable alphabet is not needed: nothing else in the program looks like this. */
const canary = (seed, nth) => `kn${seed.toString(36).padStart(3, '0')}z${nth.toString(36).padStart(5, '0')}q`;

function valueOf(field, make) {
  const { schema, nested, list, name } = field;
  if (nested) {
    const one = () => bodyOf(nested(), make, true);
    return list ? [one()] : one();
  }
  if (list && schema.items?.pattern) return [make.id()];
  if (list) return schema.items?.enum ? [schema.items.enum[0]] : [make.text(), make.text()];
  if (schema.enum) return schema.enum[0];
  if (schema.format === 'date') return /(until|expected|review|next|due|end|to)/i.test(name) ? make.later : make.today;
  if (schema.format === 'date-time') return make.soon;
  if (schema.pattern) return name === 'language' ? 'nl' : make.id();
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 4, 2));
  if (schema.type === 'boolean') return false;
  if (schema.type === 'string') return schema.maxLength < 12 ? 'kn'.slice(0, schema.maxLength) : make.text();
  return {};
}

const bodyOf = (payload, make, whole) =>
  Object.fromEntries(
    fieldsOf(payload).flatMap((field) => (field.optional && !whole ? [] : [[field.name, valueOf(field, make)]])),
  );

/** Answers which commands were carried out. */
export async function fillingOf(
  commands,
  tell,
  { tenant, trajectory, participant, coach, seed, today, later, soon, only },
) {
  let nth = 0;
  const make = {
    ...{ today, later, soon },
    text: () => canary(seed, nth++),
    id: () => `id-${seed}-${nth++}`,
  };
  const carriedOut = [];
  for (const { name, aggregate, body, roles } of commands) {
    if (aggregate !== 'trajectory' || NOT_BY_CHANCE.test(name) || (only && !only.includes(name))) continue;
    const role = ['COACH', 'PARTICIPANT', 'PROGRAMME_MANAGER', 'TRAINER', 'EMPLOYER_CASE_MANAGER'].find((each) =>
      roles.includes(each),
    );
    if (!role) continue;
    const actor = { type: role, id: role === 'COACH' ? coach : role === 'PARTICIPANT' ? participant : 'filler' };
    for (const whole of [true, false]) {
      const outcome = await tell({
        tenant,
        aggregate,
        id: trajectory,
        type: name,
        data: bodyOf(body, make, whole),
        actor,
      }).catch((error) => ({ refused: String(error) }));
      if (!outcome.done) continue;
      carriedOut.push(name);
      break;
    }
  }
  return carriedOut;
}

/** Every word of ours in an event that was opened, with the class that the field has. */
export function canariesIn(event, definition) {
  const found = [];
  const classes = new Map(
    fieldsOf(definition.payload).map(({ name, privacy }) => [name, privacy ?? definition.privacy]),
  );
  const walk = (value, field) => {
    if (typeof value === 'string')
      for (const [text] of value.matchAll(/kn[0-9a-z]{3}z[0-9a-z]{5}q/g)) found.push({ text, field });
    else if (value && typeof value === 'object') for (const each of Object.values(value)) walk(each, field);
  };
  for (const [field, value] of Object.entries(event.data)) walk(value, field);
  const shared = event.data.sharedWithParticipant;
  return found.map(({ text, field }) => ({
    ...{ text, field, type: event.type, tenant: event.tenant, stream: event.stream, actor: event.actor },
    privacy: classes.get(field) ?? definition.privacy,
    ...(shared === undefined ? {} : { shared }),
  }));
}
