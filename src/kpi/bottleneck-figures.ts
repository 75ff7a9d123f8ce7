// The figure candidate causes of a bottleneck are tested by: visits that passed the stage, among those decided.
import { type DimensionDef, findDimension } from './dimensions.ts'
import { figure } from './figure.ts'
import { call, list, text } from './sql/nodes.ts'

export const stagePasses = figure('bottleneck_passes', 'ratio', {
  type: 'share',
  fact: 'visits',
  where: "stage_kind = 'open'",
  excluded: "happened(left_at) and outcome = 're_piped'",
  hit: "outcome in ('advanced', 'skipped_over', 'won')",
  pending: 'not happened(left_at)',
})

/** What may be behind a bad stage. */
export const causeDimensions = [
  'product',
  'channel_group',
  'person',
  'origin',
  'customer_kind',
  'industry',
  'region',
  'size',
  'segment',
  'language',
] as const

const mark = '\u0001'

/** All of them as one dimension: a case stands in one group of each, so that one scan tells them all. */
export const everyCause: DimensionDef = {
  id: 'cause',
  form: 'text',
  organisation: false,
  many: true,
  undated: false,
  sql: (fact, lowering) =>
    list(
      causeDimensions.flatMap((id) => {
        const sql = findDimension(id)?.sql(fact, lowering) ?? null
        return sql === null ? [] : [call('concat', text(`${id}${mark}`), call('toString', sql))]
      }),
    ),
}

/** Dimension and value of a group of `everyCause`. */
export function readCause(value: string): { dimension: string; value: string } {
  const at = value.indexOf(mark)
  return { dimension: value.slice(0, at), value: value.slice(at + 1) }
}
