// Spares a small change the look at the whole workspace: the context of the last derivation is used again where the records that
// changed since cannot have changed it. What cannot be ruled out by their keys alone is looked up anew.
import type { Settings } from '../../contract/settings.ts'
import type { Warehouse } from '../client.ts'
import type { Changes } from '../ingest/runs.ts'
import { type FactContext, quote, quoteAll } from './context.ts'
import { type Loaded, loadContext, recordedTouch, signs, sourceKinds } from './load-context.ts'

type Given = {
  ws: number
  settings: Settings
  version: string
  /** Number of this derivation and of the last one before it, by whatever process. */
  run: number
  lastRun: number | null
  /** What changed since; null = look at everything. */
  keys: Changes['keys'] | null
  /** Are there scripts by which a changed touch can be heard. */
  hasScripts: boolean
}

type Kept = Loaded & { run: number; settings: string }

const kept = new WeakMap<Warehouse, Map<number, Kept>>()

export async function openContext(warehouse: Warehouse, given: Given): Promise<FactContext> {
  const { ws, settings, version, run, lastRun, keys, hasScripts } = given
  const ofWarehouse = kept.get(warehouse) ?? new Map<number, Kept>()
  kept.set(warehouse, ofWarehouse)
  const text = JSON.stringify(settings)
  const before = ofWarehouse.get(ws)
  const isUsable = keys !== null && before !== undefined && before.run === lastRun && before.settings === text
  const isSame = isUsable && !(await isTouched(warehouse, ws, before, { keys, hasScripts }))
  const loaded = isSame ? before : await loadContext(warehouse, { ws, settings, version })
  ofWarehouse.set(ws, { ...loaded, run, settings: text })
  return { ...loaded.context, version }
}

/** Who is one with whom as this derivation has found it: for the next. */
export function keepJoined(warehouse: Warehouse, ws: number, joined: FactContext['joined']): void {
  const before = kept.get(warehouse)?.get(ws)
  if (before !== undefined) kept.get(warehouse)?.set(ws, { ...before, context: { ...before.context, joined } })
}

/** Can the changed records have changed the context? Older versions of a record may still be there: they make it look again, no more. */
async function isTouched(
  warehouse: Warehouse,
  ws: number,
  { context, sources, firstClosed }: Loaded,
  { keys, hasScripts }: { keys: Changes['keys']; hasScripts: boolean },
): Promise<boolean> {
  if ([...keys.values()].includes(null)) return true
  if (firstClosed.some(({ kind, k }) => keys.get(kind)?.includes(k))) return true
  if (!context.has.checks && hasScripts && keys.has('touches')) return true
  const earliest = firstClosed.map(({ source, at }) => `(source = ${quote(source)} AND closed_at >= toDateTime64('${at}', 3, 'UTC'))`)
  const doubts = [
    ...sourceKinds.map((kind) => [kind, `source != '' AND (is_deleted OR source NOT IN ${quoteAll(sources[kind])})`] as const),
    ...(['leads', 'deals'] as const).map(
      (kind) => [kind, `closed_at IS NOT NULL${earliest.length === 0 ? '' : ` AND NOT (${earliest.join(' OR ')})`}`] as const,
    ),
    ...(context.recorded === null
      ? []
      : [['touches', `${recordedTouch} AND person_id NOT IN (${['0', ...context.recorded].join(', ')})`] as const]),
    ...Object.entries(signs).flatMap(([name, of]) => (context.has[name as keyof FactContext['has']] ? [] : of)),
  ]
  const asked = [...keys].flatMap(([kind, few]) => {
    const mine = doubts.filter(([of]) => of === kind).map(([, condition]) => `(${condition})`)
    return mine.length === 0 || few === null || few.length === 0
      ? []
      : [`exists(SELECT 1 FROM rec_${kind} WHERE ws = ${ws} AND k IN (${few.join(', ')}) AND (${mine.join(' OR ')}) LIMIT 1)`]
  })
  if (asked.length === 0) return false
  const [row] = await warehouse.query<{ touched: number }>(`SELECT ${asked.join(' OR ')} AS touched`)
  return Number(row?.touched) === 1
}
