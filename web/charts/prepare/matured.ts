// A KPI that needs its cases to be some days old says nothing about the newest ones: which period it can already speak of.
import type { Cell } from '../../../src/contract/answer.ts'
import { addDays, type Range } from '../../kit/period.ts'

const dayMs = 86_400_000

export function isUnripe(cell: Cell | undefined): boolean {
  return cell?.why === 'follow_up_short'
}

/** The newest period of the same length whose cases are all old enough. `to` is exclusive, today the day of the answer. */
export function maturedRange({ from, to }: Range, today: string, horizonDays: number): Range {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
  const [end = to] = [to, addDays(today, -horizonDays)].toSorted()
  return { from: addDays(end, -days), to: end }
}
