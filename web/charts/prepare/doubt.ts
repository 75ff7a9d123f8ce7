// When a figure should be read with care: few cases, no amounts, most still undecided. The tile marks it, the words say why.
import type { PlainCell, Unit } from '../../../src/contract/answer.ts'

export type Doubt = 'few' | 'unpriced' | 'pending'
const casesMin = 20
const unpricedMax = 0.1

export function doubtOf(cell: PlainCell, unit: Unit, isAdditive: boolean): Doubt | null {
  if (cell.value === null) return null
  if (unit.startsWith('money') && cell.unpriced > unpricedMax * (cell.n + cell.unpriced)) return 'unpriced'
  if (isAdditive || unit === 'count') return null
  if (cell.n > 0 && cell.n < casesMin) return 'few'
  return cell.pending > cell.n ? 'pending' : null
}
