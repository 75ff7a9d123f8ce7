// People whose work the systems do not see (unseen_progress above 30 %): left out where people are compared, and named.
import type { Cell, Member, Note } from '../../contract/answer.ts'
import type { Texts } from '../../contract/kpi-entry.ts'
import type { Query } from '../../contract/query.ts'
import type { House } from '../open-house.ts'
import { type Ask, runQuery } from '../run-query.ts'

const SHARE_MOST = 0.3
const CASES_LEAST = 10
const said: Texts = {
  ru: 'Без учёта тех, чью работу системы не видят',
  uk: 'Без урахування тих, чию роботу системи не бачать',
  en: 'Without those whose work the systems do not see',
}

export type Unseen = { people: ReadonlySet<string>; where: Query['where']; notes: Note[] }

/** `where` = the filter of the question with these people taken out of it. */
export async function findUnseen(house: House, ask: Ask, query: Omit<Query, 'kpis'>): Promise<Unseen> {
  const { rows } = await runQuery(house, { ...ask, query: { ...query, kpis: ['unseen_progress', 'leads'], by: ['person'] } })
  const members = rows.map((row) => ({ member: row.person as Member, cell: row.unseen_progress as Cell }))
  const unseen = members.filter(({ member, cell }) => member.id !== null && (cell.value ?? 0) > SHARE_MOST && cell.n >= CASES_LEAST)
  if (unseen.length === 0) return { people: new Set(), where: query.where, notes: [] }
  const people = new Set(unseen.map(({ member }) => member.id!))
  const kept = members.flatMap(({ member: { id } }) => (id !== null && people.has(id) ? [] : [id]))
  const names = unseen.map(({ member }) => member.name ?? member.id).join(', ')
  return { people, where: { ...query.where, person: kept }, notes: [{ code: 'unseen_left_out', text: `${said[ask.lang]}: ${names}` }] }
}
