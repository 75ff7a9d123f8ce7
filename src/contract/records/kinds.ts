// One entry per kind of record: its columns and what names a record of it. Nothing is computed here.
import type { Column } from './columns.ts'
import { activityKinds } from './kinds-activity.ts'
import { caseKinds } from './kinds-cases.ts'
import { moneyKinds } from './kinds-money.ts'
import { peopleKinds } from './kinds-people.ts'

export type RecordKind = {
  /** Plural name: the file's name, the key in JSON, the table `rec_<name>`. */
  name: string
  /** Columns that name a record when the kind has no `id`, or none was sent. */
  key: readonly string[]
  columns: readonly Column[]
  doc: string
}

export const recordKinds: readonly RecordKind[] = [...peopleKinds, ...caseKinds, ...activityKinds, ...moneyKinds]

const byName = new Map(recordKinds.map((kind) => [kind.name, kind]))

/** The kind of this plural name, or undefined. */
export function findRecordKind(name: string): RecordKind | undefined {
  return byName.get(name)
}
