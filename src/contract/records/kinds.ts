// One entry per kind of record: its columns and what names a record of it. Nothing is computed here.
import { activityKinds } from './kinds-activity.ts'
import { caseKinds } from './kinds-cases.ts'
import { moneyKinds } from './kinds-money.ts'
import { peopleKinds } from './kinds-people.ts'
import type { RecordKind } from './record-kind.ts'

export const recordKinds: readonly RecordKind[] = [...peopleKinds, ...caseKinds, ...activityKinds, ...moneyKinds]

const byName = new Map(recordKinds.map((kind) => [kind.name, kind]))

/** The kind of this plural name, or undefined. */
export function findRecordKind(name: string): RecordKind | undefined {
  return byName.get(name)
}
