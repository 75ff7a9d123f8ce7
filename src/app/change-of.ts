// The change between two cells: absolute, relative, and Newcombe's limits where both are shares with Wilson limits.
import type { Cell, PlainCell } from '../contract/answer.ts'
import type { KpiEntry } from '../contract/kpi-entry.ts'
import { newcombeOf } from '../stats/proportion.ts'

const shares = new Set(['share', 'waiting_share'])

export function changeOf(entry: KpiEntry, now: PlainCell, before: PlainCell): NonNullable<Cell['change']> {
  if (now.value === null || before.value === null) return { abs: null, rel: null, low: null, high: null }
  const abs = now.value - before.value
  const rel = before.value === 0 ? null : abs / before.value
  if (!shares.has(entry.measure.type) || now.low === null || before.low === null) return { abs, rel, low: null, high: null }
  const { low, high } = newcombeOf(
    { value: now.value, low: now.low, high: now.high, why: null },
    { value: before.value, low: before.low, high: before.high, why: null },
  )
  return { abs, rel, low, high }
}
