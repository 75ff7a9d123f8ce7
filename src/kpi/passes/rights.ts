// Decides which figures a role may ask for at all. Whose rows they count is decided by the scope (filter.ts). A reviewer hears calls and
// checks scripts: only figures made of nothing but talks, none of money, nothing split by amounts.
import { AppError } from '../../contract/errors.ts'
import type { KpiEntry, Maker, Measure } from '../../contract/kpi-entry.ts'
import { OWN_PREFIX } from '../../contract/own-kpis.ts'
import type { Viewer } from '../../contract/query.ts'
import { managers, type Role } from '../../contract/roles.ts'
import { parseExpression } from '../expression/parse.ts'
import { namesIn } from '../formula.ts'

const talkFacts: ReadonlySet<string> = new Set([
  'touches',
  'contacts',
  'attempts',
  'replies',
  'missed_calls',
  'dialogs',
  'inquiries',
  'checked_calls',
  'call_steps',
  'sends',
  'scripted_deals',
  'offers',
  'sellers',
])
const moneyUnits: ReadonlySet<string> = new Set(['money', 'money_per_day'])
type ById = ReadonlyMap<string, KpiEntry>

export const seesMoney = ({ role }: Viewer): boolean => role !== 'reviewer'

/** What people earn is for those who pay, and for each the own pay; what they cost is for those who pay alone. */
const payees: Partial<Record<Maker, readonly Role[]>> = { pay: ['owner', 'head', 'rep'], contribution: managers }

export function mayAsk(entry: KpiEntry, byId: ById, viewer: Viewer): boolean {
  const only = entry.measure.type === 'made' ? payees[entry.measure.by] : undefined
  if (only !== undefined && !only.includes(viewer.role)) return false
  if (viewer.role !== 'reviewer') return true
  // What a company writes may weigh anything of a case.
  if (entry.id.startsWith(OWN_PREFIX)) return false
  if (moneyUnits.has(entry.unit)) return false
  const measures = [entry.measure, entry.by_person, entry.by_step].filter((measure) => measure !== undefined)
  return [...measures.flatMap((measure) => factsOf(measure, byId)), ...entry.notes.map(({ fact }) => fact)].every((fact) =>
    talkFacts.has(fact),
  )
}

/** Facts a measure reads; of a formula those of its KPIs, where an unknown one is a fact nobody may read. */
function factsOf(measure: Measure, byId: ById): string[] {
  if (measure.type === 'formula')
    return namesIn(parseExpression(measure.formula)).flatMap((id) => {
      const entry = byId.get(id)
      return entry === undefined ? [''] : factsOf(entry.measure, byId)
    })
  // What it is made of is not seen here: nobody may read it who may not read everything of a case.
  if (measure.type === 'made') return ['']
  if (measure.type === 'ratio')
    return [measure.numerator, measure.denominator, ...(measure.waiting ? [measure.waiting] : [])].map(({ fact }) => fact)
  return [measure.fact, ...('also' in measure && measure.also ? [measure.also.fact] : [])]
}

/** Amounts, and unknown columns of the source that may hold some. */
const tellsMoney = (dimension: string) => dimension === 'amount_band' || dimension.startsWith('extra.')

type Asked = { entries: readonly KpiEntry[]; dimensions: readonly string[]; byId: ById }

/** Throws forbidden with everything the role may not ask. */
export function checkRights({ entries, dimensions, byId }: Asked, viewer: Viewer): void {
  const kpis = entries.filter((entry) => !mayAsk(entry, byId, viewer)).map(({ id }) => ({ path: 'kpis', id }))
  const splits = seesMoney(viewer) ? [] : dimensions.filter(tellsMoney).map((id) => ({ path: 'by', id }))
  const problems = [...kpis, ...splits].map(({ path, id }) => ({ path, message: `${id} is beyond the role ${viewer.role}` }))
  if (problems.length === 0) return
  throw new AppError('forbidden', `Your role does not include ${[...kpis, ...splits].map(({ id }) => id).join(', ')}.`, { problems })
}
