// Reading a row of an Answer: a column holds a cell, a member or a bucket, and only its place says which.
import type { AnswerRow, Cell, Member } from '../../../src/contract/answer.ts'

export function readCell(row: AnswerRow | undefined, id: string): Cell | null {
  const found = row?.[id]
  return found && typeof found === 'object' && 'value' in found && 'why' in found ? (found as Cell) : null
}

export function readMember(row: AnswerRow | undefined, dimension: string): Member {
  const found = row?.[dimension]
  if (found && typeof found === 'object' && 'name' in found && 'id' in found) return found as Member
  return { id: null, name: null }
}

export function readText(row: AnswerRow | undefined, column: string): string {
  const found = row?.[column]
  return typeof found === 'string' ? found : ''
}
