// Reasons of refusal: the text as shown and its group. A reason is an id of a lost_reasons record or raw text; the head's own
// grouping (by id or by text) goes before the source's.
import { type FactContext, quote } from './context.ts'

export const reasonJoin = (context: FactContext, left: string) =>
  `LEFT ANY JOIN (SELECT k AS reason_k, concat(source, ':', id) AS reason_id, name AS reason_name, toString(\`group\`) AS reason_sent FROM rec_lost_reasons FINAL WHERE ws = ${context.ws}) AS reasons
    ON reasons.reason_k = cityHash64(concat(${left}.source, ':', ${left}.lost_reason))
  ${hasGroups(context) ? `LEFT ANY JOIN ${ownGroups(context)} AS own ON own_reason = if(reasons.reason_id != '', reasons.reason_id, ${left}.lost_reason)` : ''}`

const hasGroups = ({ reasonGroups }: FactContext) => Object.keys(reasonGroups).length > 0

function ownGroups(context: FactContext): string {
  const rows = Object.entries(context.reasonGroups)
  const list = rows.map(([reason, group]) => `(${quote(reason)}, ${quote(group)})`).join(', ')
  return `(SELECT x.1 AS own_reason, x.2 AS own_group FROM (SELECT arrayJoin([${list}]) AS x))`
}

/** Expressions over the joined row. */
export const reasonColumns = (context: FactContext, left: string) => ({
  name: `if(reasons.reason_name != '', reasons.reason_name, ${left}.lost_reason)`,
  group: hasGroups(context) ? `if(own_group != '', own_group, reasons.reason_sent)` : 'reasons.reason_sent',
})
