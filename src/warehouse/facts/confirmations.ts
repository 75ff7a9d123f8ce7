// Whether the owner after the one who qualified a lead took it further: to a milestone beyond those reached at the handover, or back.
// Joined by leads.ts; the deal facts of the run come first.
import { type FactContext, type JoinedSide, milestones, never, rowsOf, type Scope, sideWhere, unlessNever } from './context.ts'
import { dealRows } from './deal-rows.ts'

const qualifiedNo = milestones.indexOf('qualified')

/** Of a list of moves: (at, milestone number, won, is the entry, is a step back). */
const steps = (list: string) =>
  `arrayMap((x, i) -> (x.1, x.9, x.8 = 'won', i = 1, i > 1 AND x.8 = 'open' AND ${list}[i - 1].7 = x.7 AND ${list}[i - 1].4 > x.4), ${list}, arrayEnumerate(${list}))`

/** Owners of a case as (since, until, owner). */
const spans = (at: string, who: string) => `arrayZip(${at}, arrayPushBack(arrayPopFront(${at}), ${never}), ${who})`

const dealTypes = {
  lead: 'UInt64',
  steps: "Array(Tuple(DateTime64(3, 'UTC'), UInt8, Bool, Bool, Bool))",
  spans: "Array(Tuple(DateTime64(3, 'UTC'), DateTime64(3, 'UTC'), UInt64))",
}

/** Moves and owners of the deals of each lead. */
const dealsOfLeads = (context: FactContext, scope: Scope) => `(
    SELECT f.lead AS lead, groupArrayArray(${steps('d.list')}) AS steps, groupArrayArray(${spans('f.owner_at', 'f.owner_k')}) AS spans
    FROM (SELECT k, lead, owner_at, owner_k FROM ${rowsOf(context, scope, 'fact_deals')} AND lead != 0) AS f
    INNER JOIN (SELECT k, list FROM ${dealRows(context, scope)}) AS d ON d.k = f.k GROUP BY f.lead)`

/** Since when a lead is qualified; 2200 = never. */
const qualifiedAt = `ifNull(l.qualified_at, ${never})`

/**
 * Over a left side `l` with columns k, entity_kind, owner_at, owner_k, moves, qualified_at and qualified_by: `handed` are handed_at, when
 * another owner followed the one who qualified it, and own_steps, for `confirmationColumns` one level above.
 */
export function confirmationJoin(context: FactContext, scope: Scope): JoinedSide & { handed: string } {
  const isOther = `x.2 > ${qualifiedAt} AND x.3 != 0 AND x.3 != l.qualified_by`
  const handed = `arrayMap(x -> greatest(x.1, ${qualifiedAt}), arrayFilter(x -> ${isOther}, arrayConcat(${spans('l.owner_at', 'l.owner_k')}, cd_spans)))`
  return {
    ...sideWhere(context.has.deals, 'cd', dealTypes, () => dealsOfLeads(context, scope), 'l.k'),
    handed: `arrayMin(arrayConcat([${never}], ${handed})) AS handed_at, arrayConcat(if(l.entity_kind = 'deals', [], ${steps('l.moves')}), cd_steps) AS own_steps`,
  }
}

/** Of such an `l`: did a caller qualify it, when did the next owner take it further, when was it moved back. */
export function confirmationColumns(context: FactContext): string {
  const isAfter = '(x.1 > l.handed_at OR (x.1 = l.handed_at AND NOT x.4))'
  const first = (condition: string) => `arrayMin(arrayConcat([${never}], arrayMap(x -> x.1, arrayFilter(x -> ${condition}, l.own_steps))))`
  return `l.qualified_at IS NOT NULL AND l.qualified_by IN (SELECT k FROM rec_people FINAL WHERE ws = ${context.ws} AND ${context.role} = 'caller') AS qualified_by_caller,
      arrayMax(arrayConcat([${qualifiedNo}], arrayMap(x -> toInt64(x.2), arrayFilter(x -> NOT ${isAfter}, l.own_steps)))) AS handed_milestone,
      ${unlessNever(`least(${first(`${isAfter} AND (x.3 OR x.2 > handed_milestone)`)}, if(l.won_at >= l.handed_at, assumeNotNull(l.won_at), ${never}))`)} AS confirmed_at,
      ${unlessNever(first(`x.5 AND x.1 > ${qualifiedAt}`))} AS moved_back_at`
}
