// A mapping as it is edited: each header of the file is one column of the record, a dimension of its own, or left out. Pure.
import type { UploadProposal } from '../api/contract.ts'

export const keep = '*keep'
export const skip = '*skip'

export type MappingDraft = {
  kind: string
  /** Header → column of the record, or kept, or left out. */
  targets: Readonly<Record<string, string>>
  /** Columns that are made of headers which serve others too; the values of several are joined. */
  made: Readonly<Record<string, readonly string[]>>
  /** Column → value in the file → value of the record. */
  values: Readonly<Record<string, Readonly<Record<string, string | null>>>>
  constants: Readonly<Record<string, string>>
  dates: string | null
  decimals: string | null
  currency: string | null
}

export function draftOf(proposal: UploadProposal): MappingDraft | null {
  if (proposal.kind === null) return null
  const opened = new Set(proposal.open.map(({ key }) => key))
  return {
    kind: proposal.kind,
    targets: Object.fromEntries(proposal.headers.map(({ header, column }) => [header, column ?? keep])),
    made: Object.fromEntries(Object.entries(proposal.also).map(([column, header]) => [column, [header]])),
    values: proposal.values,
    constants: proposal.constants,
    dates: opened.has('dates') ? 'd/m/Y' : null,
    decimals: opened.has('decimals') ? ',' : null,
    currency: proposal.currency,
  }
}

/** A column is read from one header: the one that had it before is kept as it is. */
export function aim(draft: MappingDraft, header: string, target: string): MappingDraft {
  const freed = Object.entries(draft.targets).map(([other, had]) => [
    other,
    had === target && target !== keep && target !== skip ? keep : had,
  ])
  const { [target]: _, ...made } = draft.made
  return { ...draft, made, targets: { ...Object.fromEntries(freed), [header]: target } }
}

export function withValue(draft: MappingDraft, column: string, given: Readonly<Record<string, string | null>>): MappingDraft {
  return { ...draft, values: { ...draft.values, [column]: { ...draft.values[column], ...given } } }
}

const isMapped = (draft: MappingDraft, name: string) =>
  Object.values(draft.targets).includes(name) || (draft.made[name] ?? []).length > 0 || name in draft.constants

/** Required columns that nothing gives yet. */
export function findMissing(draft: MappingDraft, fields: UploadProposal['fields']): UploadProposal['fields'] {
  return fields.filter(({ name, required }) => required && !isMapped(draft, name))
}

/** Columns whose values are words of a list: those the file holds, each with its meaning. */
export function wordColumns(
  draft: MappingDraft,
  { fields, headers }: UploadProposal,
): { name: string; choices: string[]; given: string[] }[] {
  return fields.flatMap(({ name, type, choices }) => {
    const header = headers.find((one) => draft.targets[one.header] === name)
    const proposed = Object.keys(draft.values[name] ?? {})
    const list = type === 'bool' ? ['true', 'false'] : choices
    const isOwn = header?.samples.every((value) => list.includes(value.toLowerCase())) ?? true
    const given = proposed.length > 0 ? proposed : isOwn ? [] : (header?.samples ?? [])
    return list.length > 0 && isMapped(draft, name) && given.length > 0 ? [{ name, choices: list, given }] : []
  })
}

type Where = { sheet: string | null; skipRows: number }

/** In the form of a mapping file. */
export function toMapping(draft: MappingDraft, fields: UploadProposal['fields'], { sheet, skipRows }: Where): object {
  const places = new Map<string, readonly string[]>()
  for (const [header, target] of Object.entries(draft.targets)) if (target !== keep && target !== skip) places.set(target, [header])
  for (const [column, headers] of Object.entries(draft.made)) if (headers.length > 0) places.set(column, headers)
  const columns = [...places].map(([column, headers]): [string, object] => [column, formOf(draft, column, headers)])
  const constants = Object.entries(draft.constants).map(([column, value]): [string, object] => [column, { const: value }])
  const hasCurrency = fields.some(({ name }) => name === 'currency') && !places.has('currency')
  const people = peopleOf(draft.kind, places)
  const main = {
    kind: draft.kind,
    columns: Object.fromEntries([...columns, ...constants]),
    extra: Object.keys(draft.targets).filter((header) => draft.targets[header] === keep),
    ...(hasCurrency && draft.currency ? { currency: draft.currency } : {}),
  }
  return {
    ...(people === null ? main : { records: [main, people] }),
    ...(draft.dates ? { dates: draft.dates } : {}),
    ...(draft.decimals ? { decimals: draft.decimals } : {}),
    ...(sheet === null ? {} : { sheet }),
    ...(skipRows > 0 ? { skip_rows: skipRows } : {}),
  }
}

/** Who is named as responsible becomes one of the people, by that name. */
function peopleOf(kind: string, places: ReadonlyMap<string, readonly string[]>): object | null {
  const header = (places.get('owner_id') ?? places.get('person_id'))?.[0]
  if (header === undefined || kind === 'people') return null
  return { kind: 'people', columns: { id: header, name: header }, distinct: true, extra: false }
}

function formOf(draft: MappingDraft, column: string, headers: readonly string[]): object {
  const [header = ''] = headers
  if (headers.length > 1) return { join: headers }
  const values = draft.values[column]
  if (values === undefined) return { from: header }
  // A stage that no word of the list knows is one on the way.
  const other = column === 'outcome' && Object.values(values).includes('open') ? { other: 'open' } : {}
  return { from: header, values, ...other }
}
