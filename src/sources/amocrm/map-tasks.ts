// Tasks of amoCRM; those of the type "meeting" are meetings as well.
import type { MappingDesk } from '../mapping-desk.ts'
import { isValues, toId, toList, toText, toValues } from '../wire-values.ts'
import * as schema from './schema.ts'

const linked: Readonly<Record<string, string>> = { leads: 'deal_id', contacts: 'contact_id', companies: 'company_id' }
const CALL = '1'
const MEETING = '2'

const words: readonly (readonly [RegExp, string])[] = [
  [/встреч|зустріч|meet|spotkan|показ|демо|demo|презентац|визит|візит|замер|замір/iu, 'meeting'],
  [/звон|дзвін|дзвон|call|telefon|связ|звяз/iu, 'call'],
  [/письм|лист|mail/iu, 'email'],
  [/сообщ|повідом|messag|wiadomo|написать|чат|chat/iu, 'message'],
  [/оплат|платеж|платіж|payment|invoice|счет|рахун|płatn/iu, 'payment'],
]

export function mapTasks(desk: MappingDesk): void {
  const names = readTypes(desk)
  for (const { value, row } of desk.readNewest('tasks', schema.task, 'tasks')) {
    const type = value.task_type_id
    const name = names.get(type ?? '') ?? ''
    const kind = type === CALL ? 'call' : type === MEETING ? 'meeting' : (words.find(([pattern]) => pattern.test(name))?.[1] ?? 'other')
    const column = linked[value.entity_type ?? '']
    const link = column === undefined ? {} : { [column]: value.entity_id }
    const person_id = value.responsible_user_id
    const isDone = value.is_completed === true
    const result = isValues(value.result) ? toText(value.result.text) : toText(value.result)
    const due_at = value.complete_till
    desk.put('tasks', row, {
      id: value.id,
      created_at: value.created_at,
      due_at,
      done_at: isDone ? value.updated_at : null,
      person_id,
      kind,
      ...link,
      subject: value.text,
      result,
      updated_at: value.updated_at,
    })
    if (kind !== 'meeting' || column === 'company_id') continue
    const meeting = {
      kind: 'meeting',
      direction: 'out',
      at: due_at,
      booked_at: value.created_at,
      person_id,
      outcome: isDone ? 'held' : null,
    }
    desk.put('touches', row, {
      id: `task-${value.id}`,
      ...meeting,
      ...link,
      via: 'other',
      subject: value.text,
      updated_at: value.updated_at,
    })
  }
}

/** Names of the account's own types of tasks. */
function readTypes(desk: MappingDesk): Map<string, string> {
  const types = desk.read('account', schema.accountHead, null).flatMap(({ value }) => toList(value._embedded.task_types).map(toValues))
  return new Map(types.flatMap((type) => (toId(type.id) === null ? [] : [[toId(type.id)!, toText(type.name) ?? ''] as const])))
}
