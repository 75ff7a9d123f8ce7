// The people and teams a workspace has records of, by name.
import type { Warehouse } from './client.ts'
import { standIns } from './find-standing.ts'

export type Directory = { people: { id: string; name: string; role: string }[]; teams: { id: string; name: string }[] }

const listedMax = 10_000

export async function listDirectory(warehouse: Warehouse, ws: number): Promise<Directory> {
  const list = <T>(columns: string, kind: string) =>
    warehouse.query<T>(
      `SELECT concat(toString(source), ':', id) AS id, ${columns} FROM rec_${kind} FINAL WHERE ws = {ws:UInt32} AND k NOT IN ${standIns('{ws:UInt32}')} ORDER BY name, id LIMIT ${listedMax}`,
      { params: { ws } },
    )
  const [people, teams] = await Promise.all([
    list<Directory['people'][number]>('name, toString(role) AS role', 'people'),
    list<Directory['teams'][number]>('name', 'teams'),
  ])
  return { people, teams }
}
