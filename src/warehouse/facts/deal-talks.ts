// What checked calls and materials tell about deals. To a deal belongs what names it, what belongs to its lead and names no other deal, and
// from the lead on what names nothing.
import { ofRun } from './cases.ts'
import { type FactContext, type Scope, wallSeconds } from './context.ts'
import { dealsOf } from './deal-activity.ts'

const epoch = "toDateTime64(0, 3, 'UTC')"
const instant = "DateTime64(3, \\'UTC\\')"
const firstDays = 14

/** One row per deal: columns deal, calls (at, effective, followed), sent (at, material). */
function talks(context: FactContext, scope: Scope): string {
  const calls = ofRun(
    context,
    scope,
    'fact_checked_calls',
    'lead, deal, client, at, toUInt8(1) AS what, effective, followed, toUInt64(0) AS material',
  )
  const sent = ofRun(
    context,
    scope,
    'fact_sends',
    'lead, deal, client, at, toUInt8(2) AS what, false AS effective, false AS followed, arrayJoin(materials) AS material',
  )
  const meant = `multiIf(e.deal != 0, [(e.deal, ${epoch})], e.lead != 0, lead_deals, arrayFilter(x -> e.at >= x.2, client_deals))`
  return `(
    SELECT of.1 AS deal, arraySort(groupArrayIf((at, effective, followed), what = 1)) AS calls, arraySort(groupArrayIf((at, material), what = 2)) AS sent
    FROM (
      SELECT e.at AS at, e.what AS what, e.effective AS effective, e.followed AS followed, e.material AS material, ${meant} AS meant
      FROM (SELECT * FROM ${calls} UNION ALL SELECT * FROM ${sent}) AS e
      LEFT ANY JOIN ${dealsOf(context, scope, 'lead')} AS l ON lead_id = if(e.deal = 0, e.lead, 0)
      LEFT ANY JOIN ${dealsOf(context, scope, 'client')} AS c ON client_id = if(e.deal = 0 AND e.lead = 0, e.client, 0)
    ) ARRAY JOIN meant AS of GROUP BY deal)`
}

/** Joins it to a left side `d` with columns k and created_at; `columns` are those of the vocabulary. */
export function dealTalksJoin(context: FactContext, scope: Scope): { join: string; columns: string } {
  if (!context.has.checks && !context.has.materials) {
    const none = ['checked_call_at', 'followed_call_at', 'script_call_at'].map((name) => `CAST(NULL, 'Nullable(${instant})') AS ${name}`)
    return {
      join: '',
      columns: `${none.join(', ')}, false AS script_call_followed, CAST([], 'Array(UInt64)') AS sent_materials, CAST([], 'Array(${instant})') AS sent_at`,
    }
  }
  const early = `x.2 AND x.1 >= d.created_at AND ${wallSeconds(context, 'x.1')} - ${wallSeconds(context, 'd.created_at')} <= ${firstDays * 86_400}`
  return {
    join: `LEFT ANY JOIN ${talks(context, scope)} AS tk ON tk.deal = d.k`,
    columns: `if(empty(tk.calls), NULL, tk.calls[1].1) AS checked_call_at, if(arrayExists(x -> x.3, tk.calls), arrayFirst(x -> x.3, tk.calls).1, NULL) AS followed_call_at,
      arrayFilter(x -> ${early}, tk.calls) AS early_calls, if(empty(early_calls), NULL, early_calls[1].1) AS script_call_at, early_calls[1].3 AS script_call_followed,
      arrayMap(x -> x.2, tk.sent) AS sent_materials, arrayMap(x -> x.1, tk.sent) AS sent_at`,
  }
}
