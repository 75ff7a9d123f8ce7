// Plain measurements of the planted truths, straight from the records and without the product's own analyses.
import type { Row } from '../../demo/book.ts'
import { findChannel } from '../../demo/channels.ts'
import { truths } from '../../demo/truths.ts'
import { lastDay, type ReadCompany, seconds } from './read-company.ts'

export type Measured = { value: number; error: number }
type Move = { stage: string; at: number; by: string }

const openStages = ['s_new', 's_meet', 's_offer', 's_contract', 's_prepaid', 's_won']
const settled = seconds(lastDay) - 120 * 86_400
const plain = (id: unknown) => String(id ?? '').replace('crm:', '')

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const list = groups.get(key(row))
    if (list) list.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

export type SalesDeal = { row: Row; owner: string; moves: Move[]; enteredAt: number }

/** Deals of the sales pipeline of the two-card source with their moves, oldest first. */
export function salesDeals(company: ReadCompany): SalesDeal[] {
  const moves = groupBy(
    company.rows('crm', 'stage_changes').filter((row) => row.entity === 'deal'),
    (row) => String(row.entity_id),
  )
  return company
    .rows('crm', 'deals')
    .filter((row) => row.pipeline_id === 'sales' && !String(row.id).includes('-'))
    .map((row) => {
      const own = (moves.get(String(row.id)) ?? []).map((move) => ({
        stage: String(move.stage_id),
        at: seconds(move.at),
        by: plain(move.by_person_id),
      }))
      own.sort((a, b) => a.at - b.at)
      return { row, moves: own, owner: own[0]?.by ?? '', enteredAt: own[0]?.at ?? 0 }
    })
}

type Tally = { passed: number; failed: number }

function passes(deals: readonly SalesDeal[], stage: string, from = 0, to = settled): Tally {
  const tally = { passed: 0, failed: 0 }
  for (const { moves } of deals) {
    moves.forEach((move, i) => {
      const next = moves[i + 1]
      if (move.stage !== stage || !next || move.at < from || move.at > to) return
      if (openStages.indexOf(next.stage) > openStages.indexOf(stage)) tally.passed++
      else tally.failed++
    })
  }
  return tally
}

/** Log odds ratio of two tallies (Woolf). */
export function logOdds(a: Tally, b: Tally): Measured {
  const cells = [a.passed, a.failed, b.passed, b.failed].map((n) => n + 0.5) as [number, number, number, number]
  return { value: Math.log((cells[0] * cells[3]) / (cells[1] * cells[2])), error: Math.sqrt(cells.reduce((sum, n) => sum + 1 / n, 0)) }
}

/** Weighted by precision. */
export function pool(all: readonly Measured[]): Measured {
  const weight = all.reduce((sum, one) => sum + 1 / one.error ** 2, 0)
  return { value: all.reduce((sum, one) => sum + one.value / one.error ** 2, 0) / weight, error: 1 / Math.sqrt(weight) }
}

const crooked = new Set(['s3', 's6'])

/** How much better than the others a person passes these stages, over the products that do not leak. */
export function personGain(company: ReadCompany, person: string, stages: readonly string[], rivals: string): Measured {
  const deals = salesDeals(company).filter((deal) => !crooked.has(deal.owner) && deal.row.product !== truths.leak.product)
  const own = deals.filter((deal) => deal.owner === person)
  const rest = deals.filter((deal) => deal.owner !== person && deal.owner !== rivals)
  return pool(stages.map((stage) => logOdds(passes(own, stage), passes(rest, stage))))
}

/** Change of a stage's passing for one product against the others since that moment. */
export function leakOf(company: ReadCompany, stage: string, product: string, since: number): Measured {
  const deals = salesDeals(company).filter((deal) => !crooked.has(deal.owner))
  const until = seconds(lastDay) - 30 * 86_400
  const own = deals.filter((deal) => deal.row.product === product)
  const rest = deals.filter((deal) => deal.row.product !== product)
  return logOdds(passes(own, stage, since, until), passes(rest, stage, since, until))
}

export type WorkedLead = { row: Row; touches: Row[]; won: boolean }

export function workedLeads(company: ReadCompany): WorkedLead[] {
  const touches = groupBy(
    company.rows('crm', 'touches').filter((row) => row.lead_id !== undefined && row.automated !== true),
    (row) => String(row.lead_id),
  )
  const sold = new Set(
    company
      .rows('crm', 'deals')
      .filter((row) => row.outcome === 'won')
      .map((row) => row.lead_id),
  )
  return company
    .rows('crm', 'leads')
    .filter((row) => row.deleted !== true && row.origin !== 'existing' && row.status !== 'duplicate')
    .map((row) => ({
      row,
      won: sold.has(row.id),
      touches: (touches.get(String(row.id)) ?? []).toSorted((a, b) => seconds(a.at) - seconds(b.at)),
    }))
}

/** Logistic regression of winning on ln(1 + minutes), one level per channel (Newton). */
export function delaySlope(company: ReadCompany): Measured {
  const groups = new Map<string, number>()
  const cases: { x: number; group: number; won: boolean }[] = []
  for (const { row, touches, won } of workedLeads(company)) {
    const answer = touches.find((touch) => touch.direction === 'out' || (touch.kind === 'call' && touch.outcome === 'answered'))
    if (!answer || row.status === 'spam' || seconds(row.created_at) > settled || !['form', 'call', 'message'].includes(String(row.origin)))
      continue
    const group = groups.get(String(row.channel)) ?? groups.size
    groups.set(String(row.channel), group)
    cases.push({ x: Math.log(1 + Math.max(0, seconds(answer.at) - seconds(row.created_at)) / 60), group, won })
  }
  let slope = 0
  let error = 1
  const level = Array.from({ length: groups.size }, () => -2)
  for (let round = 0; round < 15; round++) {
    let gradient = 0
    let curve = 0
    const gradients = level.map(() => 0)
    const crosses = level.map(() => 0)
    const curves = level.map(() => 1e-9)
    for (const { x, group, won } of cases) {
      const p = 1 / (1 + Math.exp(-(slope * x + (level[group] as number))))
      const weight = p * (1 - p)
      gradient += ((won ? 1 : 0) - p) * x
      curve += weight * x * x
      gradients[group]! += (won ? 1 : 0) - p
      crosses[group]! += weight * x
      curves[group]! += weight
    }
    const left = level.reduce((sum, _, i) => sum + (crosses[i]! * gradients[i]!) / curves[i]!, 0)
    const information = curve - level.reduce((sum, _, i) => sum + crosses[i]! ** 2 / curves[i]!, 0)
    const step = (gradient - left) / information
    level.forEach((_, i) => {
      level[i]! += (gradients[i]! - crosses[i]! * step) / curves[i]!
    })
    slope += step
    error = 1 / Math.sqrt(information)
  }
  return { value: slope, error }
}

const isAttempt = (touch: Row) =>
  touch.direction === 'out' && touch.kind !== 'meeting' && touch.outcome !== 'failed' && touch.outcome !== 'bounced'
const isTalk = (touch: Row) => touch.kind === 'call' && touch.outcome === 'answered' && Number(touch.duration_s) >= 30

/** Attempts before the first contact, and whether it came, of each lead that we had to reach. */
export function attemptRuns(company: ReadCompany): { owner: string; attempts: number; reached: boolean; closed: boolean }[] {
  const runs: { owner: string; attempts: number; reached: boolean; closed: boolean }[] = []
  for (const { row, touches } of workedLeads(company)) {
    let attempts = 0
    let reached = false
    let last = -Infinity
    for (const touch of touches) {
      const sameTurn = touch.kind === 'message' && touch.direction === 'out' && seconds(touch.at) - last < 300
      if (touch.kind === 'message' && touch.direction === 'out') last = seconds(touch.at)
      if (isAttempt(touch) && !sameTurn) attempts++
      reached = isTalk(touch) || (touch.direction === 'in' && touch.kind !== 'call' && attempts > 0) || touch.kind === 'meeting'
      if (reached) break
    }
    if (attempts > 0) runs.push({ owner: plain(row.owner_id), attempts, reached, closed: row.status === 'lost' })
  }
  return runs
}

/** Share of the n-th attempts that brought the contact; `upTo` for a range of numbers. */
export function attemptShare(company: ReadCompany, n: number, upTo = n): Measured {
  let tried = 0
  let hit = 0
  for (const run of attemptRuns(company)) {
    for (let i = n; i <= Math.min(upTo, run.attempts); i++) {
      tried++
      if (i === run.attempts && run.reached) hit++
    }
  }
  return share(hit, tried)
}

export const share = (hit: number, of: number): Measured => ({
  value: hit / of,
  error: Math.sqrt(Math.max(1, hit) * Math.max(1, of - hit)) / of ** 1.5,
})

/** Share of the reached leads of a channel group that a caller threw out as spam at once. */
export function spamShare(company: ReadCompany, group: string): Measured {
  findChannel(group)
  const contacted = new Set(
    company
      .rows('crm', 'stage_changes')
      .filter((row) => row.stage_id === 'q_contact')
      .map((row) => row.entity_id),
  )
  const rows = company.rows('crm', 'leads').filter((row) => row.channel === group && contacted.has(row.id))
  return share(rows.filter((row) => row.lost_reason === 'spam').length, rows.length)
}

/** Win rate of the deals whose first scripted talk had the step, minus that of the others. */
export function stepGainOf(company: ReadCompany, script: string, step: string): Measured {
  const calls = new Map(company.callTruths.filter((call) => call.script === script).map((call) => [call.touch, call]))
  const deals = new Map(salesDeals(company).map((deal) => [String(deal.row.id), deal]))
  const tallies = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]]
  for (const touch of company.rows('crm', 'touches')) {
    const call = calls.get(String(touch.id))
    const deal = deals.get(String(touch.deal_id))
    if (!call || !deal || deal.enteredAt > settled || crooked.has(deal.owner)) continue
    const side = tallies[call.steps.includes(step) ? 1 : 0] as [number, number]
    side[1]++
    if (deal.row.outcome === 'won') side[0]++
  }
  const [without, done] = tallies.map(([hit, of]) => share(hit, of)) as [Measured, Measured]
  return { value: done.value - without.value, error: Math.hypot(done.error, without.error) }
}
