// The KPIs of the family Fairness in a table of figures. Told by person or team only: nobody is expected of the company as a whole.
import type { PlainCell } from '../../contract/answer.ts'
import type { KpiEntry } from '../../contract/kpi-entry.ts'
import type { Catalogue } from '../../kpi/catalogue.ts'
import { emptyCell } from '../../kpi/cells.ts'
import type { Frame } from '../../kpi/passes/framing.ts'
import type { MadeKpi, Plan } from '../../kpi/plan.ts'
import type { Made } from '../query-cells.ts'
import { type FairWins, findExpectedWins } from './expected-wins.ts'
import type { FigureAsk } from './run-figures.ts'
import { findStageIndices } from './stage-indices.ts'

type MakeAsk = FigureAsk & { catalogue: Catalogue; plan: Plan; kpis: readonly MadeKpi[] }

const figures = ['expected_wins', 'won_vs_expected', 'opener_index', 'closer_index'] as const
type Figure = (typeof figures)[number]

export async function makeFairness(ask: MakeAsk): Promise<Made> {
  const figureOf = (entry: KpiEntry) => ask.kpis.find((kpi) => kpi.entry.id === entry.id)?.figure as Figure | undefined
  const asked = new Set(ask.kpis.map(({ figure }) => figure as Figure))
  const conversion = ask.catalogue.byId.get('stage_conversion')!
  const wins = asked.has('expected_wins') || asked.has('won_vs_expected') ? await findExpectedWins(ask) : null
  const indices = asked.has('opener_index') || asked.has('closer_index') ? await findStageIndices({ ...ask, conversion }) : null
  const cell = (entry: KpiEntry, frame: Frame, group: string | null): PlainCell => {
    if (group === null) return emptyCell('no_dimension')
    const figure = figureOf(entry)
    if (figure === 'opener_index' || figure === 'closer_index')
      return indices === null ? emptyCell('undefined') : indices.of(frame, group, figure === 'opener_index' ? 'opening' : 'closing')
    const own = wins?.of(frame, group) ?? null
    return own === null ? emptyCell('no_dimension') : figure === 'expected_wins' ? expectedCell(own) : ratioCell(own)
  }
  return {
    groups: new Map([...(wins?.groups ?? []), ...(indices?.groups ?? [])]),
    cell,
    evidence: (entry, frame, group) => {
      if (figureOf(entry) !== 'won_vs_expected') return null
      const own = wins?.of(frame, group) ?? null
      return own === null || own.n === 0 || own.value === null ? null : { k: own.observed, n: own.n, expected: own.expected / own.n }
    },
  }
}

const counts = ({ n, pending, excluded }: FairWins) => ({ n, pending, excluded, unpriced: 0 })

function ratioCell(wins: FairWins): PlainCell {
  const { value, low, high, why } = wins
  return { value, low, high, why, ...counts(wins) }
}

const expectedCell = (wins: FairWins): PlainCell =>
  wins.why === 'no_cases' || wins.why === 'too_few'
    ? { ...emptyCell(wins.why), ...counts(wins) }
    : { value: wins.expected, low: null, high: null, why: null, ...counts(wins) }
