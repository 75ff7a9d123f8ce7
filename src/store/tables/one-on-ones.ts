// Talks between two. Who may read which is decided before; the notes are of the author alone.
import type { Selectable } from 'kysely'
import type { Agreement, Training } from '../../contract/one-on-ones.ts'
import type { StoreDb } from '../client.ts'
import type { Tables } from '../tables.ts'

export type OneOnOneRow = {
  id: number
  /** `source:id` */
  person: string
  day: string
  author: string
  authorName: string
  notes: string
  agreements: readonly Agreement[]
  training: readonly Training[]
}

const LISTED_MAX = 10_000
const toRow = (row: Selectable<Tables['one_on_ones']>): OneOnOneRow => ({
  ...{ id: row.id, person: row.person, day: row.day, author: row.author, authorName: row.author_name, notes: row.notes },
  agreements: row.agreements,
  training: row.training,
})

/** Latest first. */
export async function listOneOnOnes(db: StoreDb, ws: number, person: string | null): Promise<OneOnOneRow[]> {
  let asked = db.selectFrom('one_on_ones').selectAll().where('ws', '=', ws)
  if (person !== null) asked = asked.where('person', '=', person)
  const rows = await asked.orderBy('day', 'desc').orderBy('id', 'desc').limit(LISTED_MAX).execute()
  return rows.map(toRow)
}

export async function findOneOnOne(db: StoreDb, ws: number, id: number): Promise<OneOnOneRow | null> {
  const row = await db.selectFrom('one_on_ones').selectAll().where('ws', '=', ws).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toRow(row)
}

/** Without an id a new one is made. */
export async function putOneOnOne(db: StoreDb, ws: number, row: Omit<OneOnOneRow, 'id'> & { id?: number }, at: Date): Promise<OneOnOneRow> {
  const { id, person, day, author, authorName, notes, agreements, training } = row
  const values = {
    ...{ person, day, author, author_name: authorName, notes, changed_at: at },
    agreements: JSON.stringify(agreements),
    training: JSON.stringify(training),
  }
  const kept =
    id === undefined
      ? await db
          .insertInto('one_on_ones')
          .values({ ws, ...values })
          .returningAll()
          .executeTakeFirstOrThrow()
      : await db.updateTable('one_on_ones').set(values).where('ws', '=', ws).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
  return toRow(kept)
}

export async function removeOneOnOne(db: StoreDb, ws: number, id: number): Promise<void> {
  await db.deleteFrom('one_on_ones').where('ws', '=', ws).where('id', '=', id).execute()
}
