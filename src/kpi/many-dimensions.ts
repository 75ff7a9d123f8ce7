// Several dimensions as one: a case stands in one group of each of them, so that one scan tells them all side by side.
import { type DimensionDef, findDimension } from './dimensions.ts'
import { call, list, type Sql, text } from './sql/nodes.ts'

/** Stands for all cases in one group. */
export const together = 'all'
/** Not the one that parts the values of a group key. */
const mark = '\u0002'

/** Groups of each of these; `together` among them is one group of all. A dimension a fact lacks has no groups there. */
export const eachOf = (ids: readonly string[]): DimensionDef => ({
  id: 'each',
  form: 'text',
  organisation: ids.some((id) => findDimension(id)?.organisation === true),
  many: true,
  undated: false,
  sql: (fact, lowering) => {
    const named = (id: string, value: Sql) => call('concat', text(`${id}${mark}`), call('toString', value))
    const lists = ids.flatMap((id) => {
      if (id === together) return [list([text(`${id}${mark}`)])]
      const definition = findDimension(id)
      const sql = definition?.sql(fact, lowering) ?? null
      if (definition === undefined || sql === null) return []
      return [
        definition.many
          ? call('arrayMap', { node: 'lambda', names: ['each'], body: named(id, { node: 'name', name: 'each' }) }, sql)
          : list([named(id, sql)]),
      ]
    })
    return lists.length === 1 ? lists[0]! : call('arrayConcat', ...lists)
  },
})

/** Dimension and value of a group. */
export function readEach(group: string): { dimension: string; value: string } {
  const at = group.indexOf(mark)
  return { dimension: group.slice(0, at), value: group.slice(at + 1) }
}
