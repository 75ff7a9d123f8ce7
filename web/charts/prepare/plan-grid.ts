// Plans of a month → a grid of holders by metrics, the company first, then teams, then people; and what a pasted column means.
import type { Member } from '../../../src/contract/answer.ts'
import type { PlanEntry } from '../../../src/contract/plans.ts'

export type GridRow = { id: string; kind: 'company' | 'team' | 'person'; holder: Member | null; plans: Map<string, PlanEntry> }
export type PlanGrid = { metrics: string[]; rows: GridRow[] }

const order = { company: 0, team: 1, person: 2 }

export function preparePlanGrid(plans: readonly PlanEntry[]): PlanGrid {
  const rows = new Map<string, GridRow>()
  for (const plan of plans) {
    const kind = plan.person ? 'person' : plan.team ? 'team' : 'company'
    const holder = plan.person ?? plan.team
    const id = `${kind} ${holder?.id ?? ''}`
    const row = rows.get(id) ?? { id, kind, holder, plans: new Map() }
    row.plans.set(plan.metric, plan)
    rows.set(id, row)
  }
  const sorted = [...rows.values()].toSorted(
    (a, b) => order[a.kind] - order[b.kind] || (a.holder?.name ?? '').localeCompare(b.holder?.name ?? ''),
  )
  return { metrics: [...new Set(plans.map(({ metric }) => metric))].toSorted(), rows: sorted }
}

/** A number as a person or a spreadsheet writes it: spaces between thousands, a comma or a point before the rest. Null: no number. */
export function readAmount(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  if (!/^\d+(\.\d+)?%?$/.test(plain)) return null
  return plain.endsWith('%') ? Number(plain.slice(0, -1)) / 100 : Number(plain)
}

/** The lines of a column copied out of a spreadsheet. */
export function readColumn(text: string): (number | null)[] {
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(readAmount)
}

/** The same the other way: spaces between thousands, a share as percent; what it prints, readAmount reads back. */
export function printAmount(value: number, isShare: boolean): string {
  const number = isShare ? Math.round(value * 10_000) / 100 : value
  const [whole = '', rest] = String(number).split('.')
  const spaced = whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0')
  return `${spaced}${rest === undefined ? '' : `,${rest}`}${isShare ? '\u00a0%' : ''}`
}
