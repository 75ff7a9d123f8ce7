// One KPI of the catalogue as the page needs it: the entry with its family, without how it is computed.
import type { Texts, Unit } from './contract.ts'

export type CatalogueEntry = {
  id: string
  family: string
  familyName: Texts
  name: Texts
  question: Texts
  formula: Texts
  advice?: Texts
  benchmark?: { text: Texts; source: string }
  pitfalls?: Texts
  /** How it is measured (count, sum, share, ratio …): decides which parts its records have. */
  kind: string
  /** How many days old its cases must be to tell; null where age does not matter. */
  horizonDays: number | null
  unit: Unit
  better: 'higher' | 'lower' | 'neutral'
  additive: boolean
  shelf: 'head' | 'screen' | 'expert'
  league: boolean
  pairsWith: string[]
  /** The KPIs it decomposes into. */
  factors: string[]
  needs: string[]
  /** Kinds of records it needs and of which there are none. */
  unmet: string[]
}
