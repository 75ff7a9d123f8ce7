// The cases behind the own curves, and what they are grouped by beyond the dimensions of questions.
import type { DimensionDef } from './dimensions.ts'
import { figure } from './figure.ts'
import { readSql, settled } from './passes/case-set.ts'
import type { Plan } from './plan.ts'
import { call, compare, infix, lambda, name, number, type Sql, text } from './sql/nodes.ts'
import type { Fact } from './vocabulary/columns.ts'

/** Inbound leads that were answered, to whoever answered; decided ones are n. */
export const speedCases = figure('curve_speed', 'ratio', {
  type: 'share',
  fact: 'leads',
  credit: 'response_owner',
  where: 'inbound and population is unknown and happened(response_at) and response_clock_s is known',
  hit: 'happened(won_at)',
  pending: 'not happened(won_at) and not happened(sale_lost_at) and not sale_lost_undated',
})

/** Leads with their attempts up to the first contact. */
export const attemptCases = figure('curve_attempts', 'count', {
  type: 'count',
  fact: 'leads',
  where: 'population is unknown and count_until(attempts, earliest(contact_at, as_of)) >= 1',
})

/** Sales with any contact. */
export const contactCases = figure('curve_contacts', 'count', {
  type: 'count',
  fact: 'deals',
  axis: 'sold_at',
  at: 'close_moment',
  credit: 'closer',
  where: 'contacts_to_win >= 1',
})

/** Upper ends of the bands of delay, in seconds; beyond the last is one more. The marks are among them. */
export const delayBands = [300, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400] as const

const grouped = (id: string, sql: DimensionDef['sql']): DimensionDef => ({
  id,
  form: 'text',
  organisation: false,
  many: false,
  undated: false,
  sql,
})
const asText = (sql: Sql) => call('toString', sql)
const delay = name('response_clock_s')

/** Number of the band, from 0. */
export const byDelay = grouped('delay', () =>
  call(
    'multiIf',
    ...delayBands.flatMap((end, i) => [call('ifNull', infix('<=', delay, number(end)), number(0)), text(String(i))]),
    text(String(delayBands.length)),
  ),
)

/** '1' = an answer within 15 minutes was out of working time. */
export const byCover = grouped('cover', (fact, lowering) =>
  asText(call('ifNull', infix('>', readSql('clock_s(created_at, due_15m_at)', fact, lowering, 'cover'), number(901)), number(0))),
)

/** Attempts counted up to here; more are one group. */
export const attemptsMost = 15
const tries = (fact: Fact, lowering: Parameters<DimensionDef['sql']>[1]) =>
  readSql('count_until(attempts, earliest(contact_at, as_of))', fact, lowering, 'tries')

export const byTries = grouped('tries', (fact, lowering) => asText(call('least', tries(fact, lowering), number(attemptsMost))))

/** Lower ends of the bands of the clock time between two attempts, in seconds: at once, later that day, within three days, after them. */
export const gapBands = [0, 3600, 86_400, 259_200] as const

/** The bands of the gaps before the second attempt, the third …, a digit each. */
export const byGaps = grouped('gaps', (fact, lowering) => {
  const until = readSql('earliest(contact_at, as_of)', fact, lowering, 'gaps')
  const tried = call(
    'arraySlice',
    call('arrayFilter', lambda(['x'], compare('<=', name('x'), until)), name('attempts')),
    number(1),
    number(attemptsMost),
  )
  const gap = call('dateDiff', text('second'), name('x'), name('y'))
  const band = call(
    'multiIf',
    ...gapBands.slice(1).flatMap((end, i) => [infix('<', gap, number(end)), text(String(i))]),
    text(String(gapBands.length - 1)),
  )
  return call('arrayStringConcat', call('arrayMap', lambda(['x', 'y'], band), call('arrayPopBack', tried), call('arrayPopFront', tried)))
})

/** What came of the last of them: a contact within 14 days; or none, now or ever; or it is too early to tell. */
export const byOutcome = grouped('tried', (fact, lowering) => {
  const flag = (source: string) => readSql(source, fact, lowering, 'tried')
  return call(
    'multiIf',
    flag('happened(contact_at) and clock_days(last_of(attempts, contact_at), contact_at) <= 14'),
    text('contact'),
    flag('happened(contact_at)'),
    text('later'),
    flag('happened(closed_at) or happened(won_at) or clock_days(last_of(attempts, as_of), as_of) > 14'),
    text('none'),
    text('pending'),
  )
})

export const byContacts = grouped('contacts', () => asText(name('contacts_to_win')))

/** The plan with ln(1 + minutes) of the decided cases summed beside its counts. */
export function withLogMinutes(plan: Plan): Plan {
  const kpi = plan.kpis[0]
  if (kpi?.kind !== 'measured') return plan
  const { scan: no, set, prefix } = kpi.parts[0]!
  const log = call('log1p', infix('/', call('toFloat64', call('ifNull', delay, number(0))), number(60)))
  const scans = plan.scans.map((scan, i) =>
    i === no ? { ...scan, aggregates: [...scan.aggregates, { as: `${prefix}log_minutes`, sql: call('sumIf', log, settled(set)) }] } : scan,
  )
  return { ...plan, scans }
}
