// Derives the facts of a workspace from its records: all of them in slices of bounded memory, or only the parties a change meets.
// New rows go in before the old ones are struck out, so a reader never misses a case.

import { AppError } from '../../contract/errors.ts'
import type { Fact } from '../../kpi/vocabulary/columns.ts'
import { facts } from '../../kpi/vocabulary/facts.ts'
import type { Warehouse } from '../client.ts'
import { localName, onCluster, type TableDef } from '../ddl.ts'
import { activitySteps } from './activity-steps.ts'
import { type Affected, openAffected } from './affected.ts'
import { caseTable } from './cases.ts'
import { type FactContext, inScope, ownKindSql, readsAll, type Scope, versionsPerRun } from './context.ts'
import { customerFacts } from './customers.ts'
import { cycleFacts } from './cycles.ts'
import { itemFacts } from './deal-items.ts'
import { selectDealRows } from './deal-rows.ts'
import { dealFacts } from './deals.ts'
import { feedbackFacts } from './feedback.ts'
import { headStatements } from './heads.ts'
import { invoiceFacts } from './invoices.ts'
import { joinIdentities } from './join-identities.ts'
import { knowChannels } from './known-channels.ts'
import { selectLeadRows } from './lead-rows.ts'
import { leadFacts } from './leads.ts'
import { linkRecords } from './links.ts'
import { narrowContext, whoIsJoined } from './load-context.ts'
import { selectInvoiceRows, selectPayerMatches, selectPaymentRows } from './payment-rows.ts'
import { paymentFacts } from './payments.ts'
import { spendFacts } from './spend.ts'
import { factTable, rowTables, sortColumns } from './tables.ts'
import { reachFacts, stepFacts, visitFacts } from './visits.ts'
import { workdayFacts } from './workdays.ts'

type Step = {
  table: string
  /** Columns the step gives; the others of the table take their default. */
  columns: readonly string[]
  /** Columns of the sorting key; null = nobody reads the table but the steps. */
  key: readonly string[] | null
  select: (context: FactContext, scope: Scope) => string
  /** Is there anything to derive it from; always true from the first record on. */
  when?: (context: FactContext) => boolean
}

function factStep(name: string, select: Step['select'], without: readonly string[] = []): Step {
  const fact = facts.find((candidate) => candidate.name === name) as Fact
  const columns = fact.columns.map((column) => column.name).filter((column) => !without.includes(column))
  return { table: factTable(name), columns, key: sortColumns(fact), select }
}

const ownColumns = ['ws', 'version', 'is_deleted']

/** Rows between record and fact: read by their version within a derivation, so that old ones need no striking out. */
function rowStep(table: TableDef, select: Step['select'], without: readonly string[] = []): Step {
  const columns = table.columns.map((column) => column.name).filter((name) => !ownColumns.includes(name) && !without.includes(name))
  return { table: table.name, columns, key: null, select }
}

function rowTable(name: string): TableDef {
  const table = rowTables.find((candidate) => candidate.name === name)
  if (table === undefined) throw new Error(`no table ${name}`)
  return table
}

/** In the order in which they build on one another. */
export const steps: readonly Step[] = [
  { ...rowStep(rowTable('work_invoices'), selectInvoiceRows), when: ({ has }) => has.invoices },
  { ...rowStep(rowTable('work_payments'), selectPaymentRows), when: ({ has }) => has.payments },
  { ...rowStep(rowTable('work_payer_matches'), selectPayerMatches), when: ({ has }) => has.unnamedPayments },
  { ...rowStep(rowTable('work_deals'), selectDealRows), when: ({ has }) => has.deals },
  rowStep(rowTable('work_leads'), selectLeadRows),
  ...activitySteps.map(({ name, select, of, without }) => ({
    ...(name === caseTable.name ? rowStep(caseTable, select, without) : factStep(name, select, without)),
    when: ({ has }: FactContext) => of === undefined || has[of],
  })),
  { ...factStep('deals', dealFacts), when: ({ has }) => has.deals },
  { ...factStep('items', itemFacts), when: ({ has }) => has.items },
  { ...factStep('invoices', invoiceFacts), when: ({ has }) => has.invoices },
  { ...factStep('payments', paymentFacts), when: ({ has }) => has.payments },
  factStep('customers', customerFacts, ['customer_kind', 'extra']),
  { ...factStep('feedback', feedbackFacts, ['extra']), when: ({ has }) => has.feedback },
  factStep('leads', leadFacts),
  factStep('cycles', cycleFacts),
  { ...factStep('visits', visitFacts), when: ({ has }) => has.moves },
  { ...factStep('reaches', reachFacts), when: ({ has }) => has.moves },
  { ...factStep('pipeline_steps', stepFacts), when: ({ has }) => has.moves },
]

/** Facts that belong to no party: written whole, when records of the kind change. */
const wholeSteps: readonly (Step & { kind: string })[] = [
  { ...factStep('spend', spendFacts), kind: 'spend' },
  { ...factStep('workdays', workdayFacts), kind: 'attendance' },
]

/** Rows go in as they come, in blocks that keep memory small: what doubles is for FINAL and the merges. */
const heavy = {
  timeoutMs: 900_000,
  settings: { optimize_on_insert: 0, min_insert_block_size_rows: 100_000, min_insert_block_size_bytes: 33_554_432 },
}

/** A small change is over before machine code for it would be made. */
const light = { timeoutMs: 900_000, settings: { ...heavy.settings, compile_expressions: 0, compile_aggregate_expressions: 0 } }

async function writeStep(warehouse: Warehouse, step: Step, context: FactContext, scope: Scope, older: ReadonlySet<string>): Promise<void> {
  const { ws, version } = context
  if (step.when?.(context) === false) return
  const select = step.select(context, scope)
  const options = scope.kind === 'run' ? light : heavy
  const columns = step.columns.join(', ')
  await warehouse.command(
    `INSERT INTO ${step.table} (ws, ${columns}, version, is_deleted) SELECT ${ws}, ${columns}, ${version}, 0 FROM (${select})`,
    options,
  )
  if (step.key === null || !older.has(step.table)) return
  const isWhole = !step.columns.includes('party')
  const keys = [...new Set([...step.key, ...(isWhole ? [] : ['party'])])].join(', ')
  await warehouse.command(
    `INSERT INTO ${step.table} (ws, ${keys}, version, is_deleted) SELECT ws, ${keys}, ${version}, 1 FROM ${step.table} FINAL
     WHERE ws = ${ws} AND version < ${version} AND ${isWhole ? '1' : inScope(scope)}`,
    options,
  )
}

/** Tables with rows of earlier derivations, of a change for its parties: where there are none, nothing is struck out. */
async function findOlder(warehouse: Warehouse, context: FactContext, scope: Scope): Promise<ReadonlySet<string>> {
  const { ws, version } = context
  const written = [...steps, ...wholeSteps].filter(({ key, when }) => key !== null && when?.(context) !== false)
  const tables = written.map(({ table }) => table)
  const older = written.map(({ table, columns }) => {
    const mine = columns.includes('party') ? inScope(scope) : '1'
    return `exists(SELECT 1 FROM ${table} WHERE ws = ${ws} AND version < ${version} AND ${mine} LIMIT 1) AS ${table}`
  })
  const [row] = await warehouse.query<Record<string, number>>(`SELECT ${older.join(', ')}`, readsAll)
  return new Set(tables.filter((table) => Number(row?.[table]) === 1))
}

/** Records per slice and slices at once that keep a full derivation within the memory of the engine and its cores busy. */
const recordsPerSlice = 400_000
const slicesAtOnce = 2
/** From so many slices on the tables they read are so large that two at once would need too much memory. */
const slicesMany = 16

/** Ranges of parties with about as many records each: facts sorted by party are then read in part. */
async function slicesOf(warehouse: Warehouse, ws: number): Promise<Scope[]> {
  const [row] = await warehouse.query<{ n: string }>(`SELECT count() AS n FROM links FINAL WHERE ws = ${ws}`, readsAll)
  const of = Math.ceil(Number(row?.n ?? 0) / recordsPerSlice)
  if (of < 2) return [{ kind: 'all' }]
  const levels = Array.from({ length: of - 1 }, (_, i) => (i + 1) / of)
  const [edges] = await warehouse.query<{ at: string[] }>(
    `SELECT arrayDistinct(quantilesExact(${levels.join(', ')})(party)) AS at FROM links FINAL WHERE ws = ${ws}`,
    readsAll,
  )
  const at = ['0', ...(edges?.at ?? [])]
  return at.map((from, i) => ({ kind: 'slice', from, to: at[i + 1] ?? null }))
}

const isTooHeavy = (reason: unknown) => reason instanceof AppError && reason.code === 'query_too_heavy'

/** Contacts and companies of several sources that are one; then who hangs together with whom. */
async function linkAll(warehouse: Warehouse, context: FactContext, affected: Affected | null): Promise<FactContext> {
  const { ws, version, phones } = context
  const isMet = affected === null || affected.has('contacts') || affected.has('companies')
  if (isMet) await joinIdentities(warehouse, { ws, version, phones, affected }, ['companies', 'contacts'])
  const joined = isMet ? await whoIsJoined(warehouse, ws) : context.joined
  await linkRecords(warehouse, { ws, version, affected, phones, joined })
  return { ...context, joined }
}

/** All facts of the workspace anew. */
export async function deriveAll(warehouse: Warehouse, given: FactContext): Promise<void> {
  const context = await linkAll(warehouse, given, null)
  for (const statement of headStatements(context, { kind: 'all' })) await warehouse.command(statement)
  const older = await findOlder(warehouse, context, { kind: 'all' })
  const left = await slicesOf(warehouse, context.ws)
  const alone: Scope[] = []
  const deriveSlice = async (scope: Scope) => {
    for (const step of steps) await writeStep(warehouse, step, context, scope, older)
  }
  const work = async () => {
    for (let scope = left.shift(); scope !== undefined; scope = left.shift()) {
      const [tried] = await Promise.allSettled([deriveSlice(scope)])
      if (tried.status === 'fulfilled') continue
      if (!isTooHeavy(tried.reason)) throw tried.reason
      alone.push(scope)
    }
  }
  await Promise.all(Array.from({ length: left.length >= slicesMany ? 1 : slicesAtOnce }, work))
  // What needed too much memory beside another slice is derived by itself: rows written twice are the same rows.
  for (const scope of alone) await deriveSlice(scope)
  for (const step of wholeSteps) await writeStep(warehouse, step, context, { kind: 'all' }, older)
}

/** Only what the changes of these runs touch. */
export async function deriveChanged(warehouse: Warehouse, given: FactContext, runs: readonly number[]): Promise<void> {
  const { ws, version } = given
  const among = `ws = ${ws} AND run IN (${runs.join(', ')})`
  const changed = await changedKinds(warehouse, among)
  const affected = openAffected(warehouse, ws, version)
  await affected.add(changedRecords(ws, among, changed))
  const context = await linkAll(warehouse, given, affected)
  const scope: Scope = { kind: 'run', affected }
  await affected.add(`SELECT ${ownKindSql} AS own, k FROM links FINAL WHERE ws = ${ws} AND ${inScope(scope)}`)
  const own = await knowChannels(warehouse, await narrowContext(warehouse, context, affected, changed), scope)
  for (const statement of headStatements(own, scope)) await warehouse.command(statement)
  const older = await findOlder(warehouse, own, scope)
  for (const step of steps) await writeStep(warehouse, step, own, scope, older)
  for (const step of wholeSteps) if (changed.has(step.kind)) await writeStep(warehouse, step, context, { kind: 'all' }, older)
  if (Number(version) % (affectedKept * versionsPerRun) === 0) await forgetAffected(warehouse, ws, version)
}

/** Derivations whose notes may lie about: to delete them is dearer than to leave them. */
const affectedKept = 50

async function forgetAffected(warehouse: Warehouse, ws: number, run: string): Promise<void> {
  const table = `${localName('affected', warehouse.topology)}${onCluster(warehouse.topology)}`
  await warehouse.command(`ALTER TABLE ${table} DELETE WHERE ws = ${ws} AND run <= ${run}`)
}

async function changedKinds(warehouse: Warehouse, among: string): Promise<ReadonlySet<string>> {
  const rows = await warehouse.query<{ kind: string }>(`SELECT DISTINCT toString(kind) AS kind FROM changed WHERE ${among}`)
  return new Set(rows.map(({ kind }) => kind))
}

/** What hangs on other records: kind, the kind it hangs on, the column that names it, the entity if that column names several kinds. */
const hanging = [
  ['deal_items', 'deals', 'deal_id', ''],
  ['deal_credits', 'deals', 'deal_id', ''],
  ['script_checks', 'touches', 'touch_id', ''],
  ...(['lead', 'deal'] as const).flatMap((entity) =>
    (['stage_changes', 'owner_changes', 'value_changes'] as const).map((kind) => [kind, `${entity}s`, 'entity_id', entity] as const),
  ),
  ['owner_changes', 'contacts', 'entity_id', 'contact'],
  ['owner_changes', 'companies', 'entity_id', 'company'],
  ['value_changes', 'tasks', 'entity_id', 'task'],
  ['value_changes', 'invoices', 'entity_id', 'invoice'],
] as const

/** Changed records of linked kinds, and for kinds that hang on others (histories, items, credits) the records they hang on. */
function changedRecords(ws: number, among: string, changed: ReadonlySet<string>): string {
  const direct = `SELECT toString(kind) AS kind, k FROM changed WHERE ${among}`
  const through = hanging
    .filter(([kind]) => changed.has(kind))
    .map(
      ([kind, to, column, entity]) =>
        `SELECT '${to}' AS kind, r.${column} AS k FROM rec_${kind} AS r WHERE r.ws = ${ws} AND r.k IN (SELECT k FROM changed WHERE ${among} AND kind = '${kind}')${entity === '' ? '' : ` AND r.entity = '${entity}'`}`,
    )
  return [direct, ...through].join(' UNION ALL ')
}
