// Messages of Pipedrive about changes: one object each, in the first or the second version. They are not signed.
import { parseJson } from '../parse-json.ts'
import type { Hint, Hook, HookMessage } from '../source.ts'
import { isValues, toId, toText, toValues } from '../wire-values.ts'

function readMessage({ body }: HookMessage): Hint[] | null {
  const { meta } = toValues(parseJson(body))
  if (!isValues(meta) || toText(meta.action) === null) return null
  const [object, id] = [toText(meta.entity) ?? toText(meta.object), toId(meta.entity_id) ?? toId(meta.id)]
  return object === null || id === null ? [] : [{ object, id }]
}

export const pipedriveHook: Hook = { read: readMessage }
