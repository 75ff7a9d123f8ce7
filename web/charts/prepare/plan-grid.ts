// Plans of a month → a grid of holders by metrics, the company first, then teams, then people; and what is typed or pasted into it means.
import type { Member } from '../../../src/contract/answer.ts'
import type { PlanEntry } from '../../../src/contract/plans.ts'

export type Holder = { kind: 'company' | 'team' | 'person'; holder: Member | null }
export type GridRow = Holder & { id: string; plans: Map<string, PlanEntry> }
export type PlanGrid = { metrics: string[]; rows: GridRow[] }
type Range = { from: string; to: string }

const order = { company: 0, team: 1, person: 2 }
export const holderKey = ({ kind, holder }: Holder): string => `${kind} ${holder?.id ?? ''}`

const holderOf = ({ person, team }: PlanEntry): Holder => ({ kind: person ? 'person' : team ? 'team' : 'company', holder: person ?? team })

/** Plans of exactly the days of the grid: those of longer or shorter spans are others. Rows and columns that were added stand empty,
 * columns in the order given. */
export function preparePlanGrid(
  plans: readonly PlanEntry[],
  { range, holders = [], metrics = [] }: { range?: Range; holders?: readonly Holder[]; metrics?: readonly string[] } = {},
): PlanGrid {
  const own = range ? plans.filter(({ from, to }) => from === range.from && to === range.to) : plans
  const rows = new Map<string, GridRow>()
  const rowOf = (holder: Holder) => {
    const id = holderKey(holder)
    const row = rows.get(id) ?? { ...holder, id, plans: new Map() }
    rows.set(id, row)
    return row
  }
  for (const plan of own) rowOf(holderOf(plan)).plans.set(plan.metric, plan)
  for (const holder of holders) rowOf(holder)
  const sorted = [...rows.values()].toSorted(
    (a, b) => order[a.kind] - order[b.kind] || (a.holder?.name ?? '').localeCompare(b.holder?.name ?? ''),
  )
  const others = [...new Set(own.map(({ metric }) => metric))].filter((metric) => !metrics.includes(metric)).toSorted()
  return { metrics: [...metrics, ...others], rows: sorted }
}

/** With thousands apart by a point or comma, as other countries write them. */
const grouped = /^\d{1,3}([.,])\d{3}(\1\d{3})+$|^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:\.\d{3})+,\d+$/

function plainNumber(text: string): string {
  if (!grouped.test(text)) return text.replace(',', '.')
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'))
  const isRest = text[last] !== /[.,]/.exec(text)?.[0]
  return isRest ? `${text.slice(0, last).replaceAll(/[.,]/g, '')}.${text.slice(last + 1)}` : text.replaceAll(/[.,]/g, '')
}

/** A number as a person or a spreadsheet writes it: thousands apart, a comma or a point before the rest, a currency. Null: no number. */
export function readAmount(text: string): number | null {
  const bare = text.replaceAll(/[\s\u00a0\u2009\u202f'’]/g, '').replace(/(\p{Sc}|грн\.?|руб\.?|[A-Z]{3})$/u, '')
  const percent = bare.endsWith('%')
  const plain = plainNumber(percent ? bare.slice(0, -1) : bare)
  if (!/^\d+(\.\d+)?$/.test(plain)) return null
  return percent ? Number(plain) / 100 : Number(plain)
}

/** The same of a share: a number above one that bears no sign is percent, as the grid prints it. */
export function readShare(text: string): number | null {
  const value = readAmount(text)
  return value !== null && value > 1 && !text.includes('%') ? value / 100 : value
}

/** What was copied out of a spreadsheet: lines of cells. A cell in quotes may hold breaks. */
export function readBlock(text: string): string[][] {
  const body = text.replace(/\r?\n$/, '')
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of body.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n\r]*))(\t|\r?\n|$)/g)) {
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? bare ?? '').trim())
    if (end === '') break
    if (end !== '\t') rows.push([])
  }
  return rows
}

/** The same the other way: spaces between thousands, a share as percent; what it prints, readAmount reads back. */
export function printAmount(value: number, isShare: boolean): string {
  const number = isShare ? Math.round(value * 10_000) / 100 : value
  const [whole = '', rest] = String(number).split('.')
  const spaced = whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0')
  return `${spaced}${rest === undefined ? '' : `,${rest}`}${isShare ? '\u00a0%' : ''}`
}
