// The plans of a workspace by holder and metric: amounts in workspace currency, one plan for each period. What the head entered goes
// before what a source says of the same.
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import type { Catalogue } from '../../kpi/catalogue.ts'
import type { PlanKind, PlanRecord } from '../../kpi/plans/goal.ts'
import { listPlanRows, listRates, type PlanRow, type RateRow } from '../../warehouse/find-plans.ts'
import type { House } from '../open-house.ts'
import type { WorkspaceRules } from '../workspace-rules.ts'
import { findCalendarTeam } from './calendar-team.ts'

/** Source of what is entered here. */
export const OWN_SOURCE = 'rumb'
/** A rate is good for so many days. */
const RATE_DAYS = 7

/** Whose a plan is; of the company for kind company. */
export type Holder = { kind: 'company'; key: '' } | { kind: 'person' | 'team'; key: string }
export const theCompany: Holder = { kind: 'company', key: '' }
export const holderOf = ({ person, team }: Pick<PlanRecord, 'person' | 'team'>): Holder =>
  person !== null ? { kind: 'person', key: person } : team !== null ? { kind: 'team', key: team } : theCompany

export type Plans = {
  all: readonly PlanRecord[]
  of: (holder: Holder, metric: string) => readonly PlanRecord[]
  metrics: readonly string[]
  /** Of teams that have plans, by key: the team whose calendar they go by, `source:id`; null = the workspace's. */
  calendarTeams: ReadonlyMap<string, string | null>
}

const keyOf = ({ kind, key }: Holder, metric: string) => `${kind} ${key} ${metric}`

export async function loadPlans(
  house: House,
  rules: WorkspaceRules,
  catalogue: Catalogue,
  days: { from: string; to: string },
): Promise<Plans> {
  const { workspace } = rules
  const [rows, calendarTeam] = await Promise.all([listPlanRows(house.warehouse, workspace.num, days), findCalendarTeam(house, rules)])
  const own = workspace.settings.currency
  const foreign = [...new Set(rows.map(({ currency }) => currency))].filter((currency) => currency !== '' && currency !== own)
  const rates = Map.groupBy(await listRates(house.warehouse, workspace.num, foreign), ({ currency }) => currency)
  const records = rows.map((row) => readPlan(row, catalogue.byId.get(row.metric), own, rates.get(row.currency) ?? []))
  const byHolder = new Map<string, PlanRecord[]>()
  for (const record of records.toSorted((a, b) => Number(b.source === OWN_SOURCE) - Number(a.source === OWN_SOURCE))) {
    const key = keyOf(holderOf(record), record.metric)
    const known = byHolder.get(key) ?? []
    byHolder.set(key, known)
    if (!known.some(({ from, to }) => from === record.from && to === record.to)) known.push(record)
  }
  const all = [...byHolder.values()].flat()
  return {
    all,
    of: (holder, metric) => byHolder.get(keyOf(holder, metric)) ?? [],
    metrics: [...new Set(all.map(({ metric }) => metric))].sort(),
    calendarTeams: new Map(rows.map(({ team, team_text }) => [team, calendarTeam(team_text)])),
  }
}

/** Sums add up, whatever else is held at a level. */
export const kindOf = (written: string, entry: KpiEntry | undefined): PlanKind =>
  written === 'total' || written === 'level' || written === 'per_day' ? written : entry === undefined || entry.additive ? 'total' : 'level'

function readPlan(row: PlanRow, entry: KpiEntry | undefined, own: string, rates: readonly RateRow[]): PlanRecord {
  const isForeign = entry?.unit === 'money' && row.currency !== '' && row.currency !== own
  const factor = isForeign ? rateOn(rates, row.from) : 1
  const priced = (amount: number | null) => (amount === null || factor === null ? null : amount * factor)
  const { key, source, metric, from, to, target, floor, stretch, person, team } = row
  return {
    ...{ id: key, source, metric, from, to, kind: kindOf(row.kind, entry) },
    ...{ target: priced(target), floor: priced(floor), stretch: priced(stretch) },
    person: person === '0' ? null : person,
    team: person !== '0' || team === '0' ? null : team,
  }
}

/** The last rate on or before the day, at most a week old. */
function rateOn(rates: readonly RateRow[], day: string): number | null {
  const last = rates.findLast((rate) => rate.day <= day)
  return last === undefined || Date.parse(day) - Date.parse(last.day) > RATE_DAYS * 86_400_000 ? null : last.rate
}
