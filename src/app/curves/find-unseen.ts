// People whose work the systems do not see (unseen_progress above 30 %): left out where people are compared, and named.
import type { Cell, Member, Note } from '../../contract/answer.ts'
import type { Query } from '../../contract/query.ts'
import { isUnseen, unseenNotes } from '../../kpi/unseen-progress.ts'
import type { House } from '../open-house.ts'
import { type Ask, runQuery } from '../run-query.ts'

export type Unseen = { people: ReadonlySet<string>; where: Query['where']; notes: Note[] }

/** `where` = the filter of the question with these people taken out of it. */
export async function findUnseen(house: House, ask: Ask, query: Omit<Query, 'kpis'>): Promise<Unseen> {
  const { rows } = await runQuery(house, { ...ask, query: { ...query, kpis: ['unseen_progress', 'leads'], by: ['person'] } })
  const members = rows.map((row) => ({ member: row.person as Member, cell: row.unseen_progress as Cell }))
  const unseen = members.filter(({ member, cell }) => member.id !== null && isUnseen(cell.value, cell.n))
  if (unseen.length === 0) return { people: new Set(), where: query.where, notes: [] }
  const people = new Set(unseen.map(({ member }) => member.id!))
  const kept = members.flatMap(({ member: { id } }) => (id !== null && people.has(id) ? [] : [id]))
  const names = unseen.map(({ member }) => member.name ?? member.id!)
  return { people, where: { ...query.where, person: kept }, notes: unseenNotes(names, ask.lang) }
}
