// All facts a KPI can be asked of. The warehouse derives them; the catalogue is checked against them.
import { activityFacts } from './activity.ts'
import { cycles, deals, leads, pipelineSteps, reaches, visits } from './cases.ts'
import type { Fact, FactColumn } from './columns.ts'
import { customerFacts, customerLists } from './customers.ts'
import { journeyFacts } from './journeys.ts'
import { moneyFacts } from './money.ts'
import { scriptFacts, scriptViews } from './scripts.ts'
import { spellFacts } from './spells.ts'

/** Those with a table of their own. */
export const facts: readonly Fact[] = [
  leads,
  deals,
  cycles,
  visits,
  reaches,
  pipelineSteps,
  ...activityFacts,
  ...moneyFacts,
  ...scriptFacts,
  ...customerFacts,
]

const byName = new Map([...facts, ...spellFacts, ...customerLists, ...journeyFacts, ...scriptViews].map((fact) => [fact.name, fact]))

export function findFact(name: string): Fact | undefined {
  return byName.get(name)
}

export function findColumn(fact: Fact, name: string): FactColumn | undefined {
  return fact.columns.find((column) => column.name === name)
}
