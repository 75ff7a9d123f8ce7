// The figures of the Compass page as an analyst would write them by hand: one scan per table and axis, both periods, weeks and people
// by grouping sets, curves computed here from packed times. The rival of bench/compass.ts.
import { unpackCases } from '../src/kpi/packed-cases.ts'
import { aalenJohansen, incidenceAt } from '../src/stats/competing-risks.ts'
import { timelineOf } from '../src/stats/timeline.ts'
import { waitingShare } from '../src/stats/waiting-share.ts'
import type { Warehouse } from '../src/warehouse/client.ts'

type Ask = { ws: number; timezone: string; now: Date }
type Frame = { from: string; to: string }

const day = 86_400_000
const text = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
const at = (moment: string) => `toDateTime64('${moment}', 3, 'UTC')`

/** Both periods, the weeks with their whole, and the period again by person. */
function framesOf(now: Date): { periods: Frame[]; weeks: Frame[] } {
  const end = now.getTime()
  const span = (from: number, to: number) => ({ from: text(end - from * day), to: text(end - to * day) })
  const weeks = Array.from({ length: 13 }, (_, i) => span((i + 1) * 7, i * 7))
  return { periods: [span(180, 0), span(360, 180)], weeks: [span(91, 0), ...weeks] }
}

const bytes = (exit: string, outcome: string) =>
  `base64Encode(arrayStringConcat(groupArrayIf(concat(reinterpretAsFixedString(toFloat64(${exit})), reinterpretAsFixedString(toUInt8(${outcome}))), population = '')))`

/** Seconds from the lead to a hit or a miss, as of now: packed (exit, outcome). */
function waits(hit: string, miss: string, asOf: string): string {
  const never = at('2200-01-01 00:00:00.000')
  const [h, m] = [`ifNull(${hit}, ${never})`, `ifNull(${miss}, ${never})`]
  return bytes(
    `dateDiff('millisecond', created_at, least(${h}, ${m}, ${asOf})) / 1000`,
    `multiIf(${h} <= ${asOf} AND ${h} <= ${m}, 1, ${m} <= ${asOf}, 2, 0)`,
  )
}

const framed = (frames: readonly Frame[], axis: string) =>
  `arrayFilter(f -> ${axis} >= f.2 AND ${axis} < f.3, [${frames.map(({ from, to }, i) => `(${i}, ${at(from)}, ${at(to)})`).join(', ')}])`
const earliest = (frames: readonly Frame[]) => at(frames.map(({ from }) => from).sort()[0] ?? '')
const group = (byPerson: boolean, person: string) => (byPerson ? `GROUP BY GROUPING SETS ((f.1, ${person}), (f.1))` : 'GROUP BY f.1')
const head = (byPerson: boolean, person: string) => `f.1 AS frame${byPerson ? `, ${person} AS who, grouping(${person}) AS is_total` : ''}`

function questions({ ws, now }: Ask, frames: readonly Frame[], byPerson: boolean): string[] {
  const asOf = at(text(now.getTime()))
  const first = earliest(frames)
  const lost = `multiIf(disqualified_at IS NOT NULL, disqualified_at, notEmpty(deal_lost), if(arrayMax(deal_lost) < ${at('2199-01-01 00:00:00.000')}, arrayMax(deal_lost), NULL), closed_at)`
  const ends = frames.map(({ to }, i) => `(${i}, ${at(to)}, ${at(to)})`).join(', ')
  const states = (table: string, person: string, counted: string) =>
    `SELECT ${head(byPerson, person)}, ${counted} FROM ${table} FINAL ARRAY JOIN [${ends}] AS f WHERE ws = ${ws} AND open_until >= ${at(frames.map(({ to }) => to).sort()[0] ?? '')} ${group(byPerson, person)}`
  return [
    `SELECT ${head(byPerson, 'first_owner')}, countIf(population = '') AS leads, countIf(junk) AS junk,
       countIf(inbound AND population = '' AND due_15m_at <= ${asOf}) AS old, countIf(inbound AND population = '' AND due_15m_at <= ${asOf} AND response_business_s <= 900) AS fast,
       ${waits('qualified_at', 'rejected_at', asOf)} AS qualified, ${waits('won_at', lost, asOf)} AS won
     FROM fact_leads FINAL ARRAY JOIN ${framed(frames, 'created_at')} AS f WHERE ws = ${ws} AND created_at >= ${first} AND open_until >= ${first} ${group(byPerson, 'first_owner')}`,
    `SELECT ${head(byPerson, 'closer')}, count() AS n, countIf(amount IS NOT NULL) AS priced, sum(amount) AS revenue, sum(toFloat64(amount) * toFloat64(amount)) AS squares
     FROM fact_deals FINAL ARRAY JOIN ${framed(frames, 'sold_at')} AS f WHERE ws = ${ws} AND sold_at >= ${first} AND open_until >= ${first} ${group(byPerson, 'closer')}`,
    `SELECT ${head(byPerson, 'owner')}, count() AS n FROM fact_touches FINAL ARRAY JOIN ${framed(frames, 'at')} AS f
     WHERE ws = ${ws} AND at >= ${first} AND kind = 'meeting' AND outcome = 'held' ${group(byPerson, 'owner')}`,
    `SELECT ${head(byPerson, 'closer')}, sum(discount_amount) AS given, sum(list_amount) AS list FROM fact_items FINAL ARRAY JOIN ${framed(frames, 'sold_at')} AS f
     WHERE ws = ${ws} AND sold_at >= ${first} AND listed ${group(byPerson, 'closer')}`,
    states(
      'fact_leads',
      'first_owner',
      `countIf(inbound AND population = '' AND due_1h_at <= f.2 AND (response_at IS NULL OR response_at > f.2)) AS unanswered,
       countIf(population = '' AND created_at < f.2 AND NOT arrayExists(c -> c <= f.2, deal_created) AND NOT arrayExists((a, b) -> a <= f.2 AND b > f.2, task_from, task_to)) AS without_task`,
    ),
    states(
      'fact_deals',
      'closer',
      `countIf(pipeline_kind = 'sales' AND created_at < f.2 AND NOT arrayExists((a, b) -> a <= f.2 AND b > f.2, task_from, task_to)) AS without_task`,
    ),
    `SELECT ${head(byPerson, 'person')}, countIf(created_at < f.2 AND (done_at IS NULL OR done_at > f.2) AND due_at < f.2) AS overdue FROM fact_tasks FINAL ARRAY JOIN [${ends}] AS f
     WHERE ws = ${ws} ${group(byPerson, 'person')}`,
    `SELECT ${head(byPerson, 'closer')}, count() AS n, sum(greatest(0, amount - arraySum(arrayFilter((paid, moment) -> moment <= ${asOf}, arrayMap(x -> ifNull(x, 0), paid_amount), paid_at)))) AS expected
     FROM fact_invoices FINAL ARRAY JOIN ${framed(frames, 'due_at')} AS f WHERE ws = ${ws} AND due_at >= ${first} AND issued_at <= ${asOf}
       AND (cancelled_at IS NULL OR cancelled_at > ${asOf}) AND (paid_in_full_at IS NULL OR paid_in_full_at > ${asOf}) ${group(byPerson, 'closer')}`,
  ]
}

type Row = { qualified?: string; won?: string }

/** Runs all of it and finishes the curves; the answers themselves are of no interest here. */
export async function askByHand(warehouse: Warehouse, ask: Ask): Promise<number> {
  const { periods, weeks } = framesOf(ask.now)
  const all = [...questions(ask, periods, false), ...questions(ask, weeks, false), ...questions(ask, periods.slice(0, 1), true)]
  const answers = await Promise.all(all.map((sql) => warehouse.query<Row>(sql)))
  let sum = 0
  for (const row of answers.flat()) {
    if (row.qualified !== undefined) sum += waitingShare(timelineOf(unpackCases(row.qualified, false))).value ?? 0
    if (row.won !== undefined) sum += incidenceAt(aalenJohansen(timelineOf(unpackCases(row.won, false))), 90 * 86_400).value ?? 0
  }
  return sum
}
