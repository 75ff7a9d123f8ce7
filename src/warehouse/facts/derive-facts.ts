// Derives the facts of a workspace from its records: all of them in slices of bounded memory, or only the parties a change meets.
// New rows go in before the old ones are struck out, so a reader never misses a case.

import { AppError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Fact } from '../../kpi/vocabulary/columns.ts'
import { facts } from '../../kpi/vocabulary/facts.ts'
import type { Warehouse } from '../client.ts'
import { localName, onCluster, type TableDef } from '../ddl.ts'
import type { Changes } from '../ingest/runs.ts'
import { activitySteps } from './activity-steps.ts'
import { type Affected, openAffected } from './affected.ts'
import { caseTable } from './cases.ts'
import { type FactContext, inScope, ownKind, ownKindSql, readsAll, type Scope, versionsPerRun } from './context.ts'
import { customerFacts } from './customers.ts'
import { cycleFacts } from './cycles.ts'
import { quietDeals } from './deal-activity.ts'
import { itemFacts } from './deal-items.ts'
import { selectDealRows } from './deal-rows.ts'
import { dealFacts } from './deals.ts'
import { feedbackFacts } from './feedback.ts'
import { headStatements } from './heads.ts'
import { invoiceFacts } from './invoices.ts'
import { joinIdentities } from './join-identities.ts'
import { keepJoined } from './kept-context.ts'
import { knowChannels } from './known-channels.ts'
import { quietLeads } from './lead-activity.ts'
import { selectLeadRows } from './lead-rows.ts'
import { leadFacts } from './leads.ts'
import { linkRecords, type Own } from './links.ts'
import { meetContext, narrowContext, whoIsJoined } from './load-context.ts'
import { selectInvoiceRows, selectPayerMatches, selectPaymentRows } from './payment-rows.ts'
import { paymentFacts } from './payments.ts'
import { linkedKinds } from './record-bases.ts'
import { halvesOf, slicesOf } from './slices.ts'
import { spendFacts } from './spend.ts'
import { stepsToRedo } from './steps-to-redo.ts'
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
  /** Is there anything to derive it from. */
  when?: (context: FactContext) => boolean
  /** Columns that it leaves to their defaults, for what they tell is absent. */
  quiet?: (context: FactContext) => readonly string[]
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
  { ...rowStep(rowTable('work_leads'), selectLeadRows), when: ({ has }) => has.leads },
  ...activitySteps.map(({ name, select, of, without }) => ({
    ...(name === caseTable.name ? rowStep(caseTable, select, without) : factStep(name, select, without)),
    when: ({ has }: FactContext) => of === undefined || has[of],
  })),
  { ...factStep('deals', dealFacts), when: ({ has }) => has.deals, quiet: quietDeals },
  { ...factStep('items', itemFacts), when: ({ has }) => has.items },
  { ...factStep('invoices', invoiceFacts), when: ({ has }) => has.invoices },
  { ...factStep('payments', paymentFacts), when: ({ has }) => has.payments },
  { ...factStep('customers', customerFacts, ['customer_kind', 'extra']), when: ({ has }) => has.deals || has.payments },
  { ...factStep('feedback', feedbackFacts, ['extra']), when: ({ has }) => has.feedback },
  { ...factStep('leads', leadFacts), when: ({ has }) => has.leads, quiet: quietLeads },
  { ...factStep('cycles', cycleFacts), when: ({ has }) => has.leads || has.deals },
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
  const options = scope.kind === 'run' ? light : heavy
  if (step.when?.(context) !== false) {
    const quiet = step.quiet?.(context) ?? []
    const columns = step.columns.filter((name) => !quiet.includes(name)).join(', ')
    await warehouse.command(
      `INSERT INTO ${step.table} (ws, ${columns}, version, is_deleted) SELECT ${ws}, ${columns}, ${version}, 0 FROM (${step.select(context, scope)})`,
      options,
    )
  }
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
  const written = [...steps, ...wholeSteps].filter(({ key }) => key !== null)
  const tables = written.map(({ table }) => table)
  const older = written.map(({ table, columns }) => {
    const mine = columns.includes('party') ? inScope(scope) : '1'
    return `exists(SELECT 1 FROM ${table} WHERE ws = ${ws} AND version < ${version} AND ${mine} LIMIT 1) AS ${table}`
  })
  const [row] = await warehouse.query<Record<string, number>>(`SELECT ${older.join(', ')}`, readsAll)
  return new Set(tables.filter((table) => Number(row?.[table]) === 1))
}

/** Slices at once that keep the cores busy. */
const slicesAtOnce = 2
/** From so many slices on the tables they read are so large that two at once would need too much memory. */
const slicesMany = 16
/** So often what needs too much memory is halved. */
const halvingsMax = 4

const isTooHeavy = (reason: unknown) => reason instanceof AppError && reason.code === 'query_too_heavy'

/** Contacts and companies of several sources that are one; then who hangs together with whom. */
async function linkAll(
  warehouse: Warehouse,
  given: FactContext,
  affected: Affected | null,
): Promise<{ context: FactContext; isNew: boolean; own: Own | null }> {
  const { ws, version, phones } = given
  const isMet = affected === null || affected.has('contacts') || affected.has('companies')
  if (isMet) await joinIdentities(warehouse, { ws, version, phones, affected }, ['companies', 'contacts'])
  const joined = isMet ? await whoIsJoined(warehouse, ws) : given.joined
  keepJoined(warehouse, ws, joined)
  const linked = await linkRecords(warehouse, { ws, version, affected, phones, joined })
  return { context: { ...given, joined }, ...linked }
}

/** All facts of the workspace anew. */
export async function deriveAll(warehouse: Warehouse, given: FactContext): Promise<void> {
  const { context } = await linkAll(warehouse, given, null)
  await deriveSlices(warehouse, context, { steps, wholeSteps })
}

/** What rests on settings that changed, where nothing else did, nor how phones are read: `before` reads as the statements did under the settings before. */
export async function deriveTouched(
  warehouse: Warehouse,
  after: FactContext,
  { before, changed }: { before: FactContext; changed: readonly (keyof Settings)[] },
): Promise<void> {
  const ofParties = stepsToRedo(steps, { before, after, changed })
  const whole = stepsToRedo(wholeSteps, { before, after, changed })
  await deriveSlices(warehouse, { ...after, kept: ofParties.kept }, { steps: ofParties.steps, wholeSteps: whole.steps })
}

async function deriveSlices(
  warehouse: Warehouse,
  context: FactContext,
  some: { steps: readonly Step[]; wholeSteps: readonly Step[] },
): Promise<void> {
  if (some.steps.length + some.wholeSteps.length === 0) return
  for (const statement of headStatements(context, { kind: 'all' })) await warehouse.command(statement)
  const older = await findOlder(warehouse, context, { kind: 'all' })
  const left = some.steps.length === 0 ? [] : await slicesOf(warehouse, context)
  const alone: Scope[] = []
  const work = async () => {
    for (let scope = left.shift(); scope !== undefined; scope = left.shift())
      if (!(await deriveSlice(warehouse, context, { scope, older, steps: some.steps })).isDone) alone.push(scope)
  }
  await Promise.all(Array.from({ length: left.length >= slicesMany ? 1 : slicesAtOnce }, work))
  await deriveAlone(warehouse, context, { scopes: alone, older, steps: some.steps })
  for (const step of some.wholeSteps) await writeStep(warehouse, step, context, { kind: 'all' }, older)
}

type Slice = { scope: Scope; older: ReadonlySet<string>; steps: readonly Step[] }

/** Not done: it needed more memory than a query may have. */
async function deriveSlice(warehouse: Warehouse, context: FactContext, { scope, older, steps: some }: Slice) {
  const write = async () => {
    for (const step of some) await writeStep(warehouse, step, context, scope, older)
  }
  const [tried] = await Promise.allSettled([write()])
  if (tried.status === 'rejected' && !isTooHeavy(tried.reason)) throw tried.reason
  return tried.status === 'rejected' ? { isDone: false as const, reason: tried.reason as unknown } : { isDone: true as const }
}

/**
 * What needed too much memory beside another slice is derived by itself, and in halves as long as that is too much. Each time as a later
 * version: steps read the rows of their version as they lie there, so what was written before it failed must not be among them.
 */
async function deriveAlone(
  warehouse: Warehouse,
  context: FactContext,
  { scopes, older, steps: some }: { scopes: readonly Scope[]; older: ReadonlySet<string>; steps: readonly Step[] },
  nth = 1,
): Promise<void> {
  if (scopes.length === 0) return
  const later = laterVersion(context, nth)
  for (const statement of headStatements(later, { kind: 'all' })) await warehouse.command(statement)
  const halves: Scope[] = []
  for (const scope of scopes) {
    const tried = await deriveSlice(warehouse, later, { scope, older, steps: some })
    if (tried.isDone) continue
    const parts = nth > halvingsMax || scope.kind === 'run' ? [] : await halvesOf(warehouse, context.ws, scope)
    if (parts.length === 0) throw tried.reason
    halves.push(...parts)
  }
  await deriveAlone(warehouse, context, { scopes: halves, older, steps: some }, nth + 1)
}

const laterVersion = (context: FactContext, by: number): FactContext => ({ ...context, version: String(Number(context.version) + by) })

/** Only what changed, by the runs that list it. */
export async function deriveChanged(warehouse: Warehouse, given: FactContext, { runs, keys }: Changes): Promise<void> {
  const { ws, version } = given
  const changed = new Set(keys.keys())
  const affected = openAffected(warehouse, ws, version)
  const isKept = !hanging.some(([kind]) => changed.has(kind)) && [...keys].every(([kind, few]) => few !== null && affected.keep(kind, few))
  if (!isKept) await affected.add(changedRecords(ws, `ws = ${ws} AND run IN (${runs.join(', ')})`, changed))
  const { context, isNew, own: known } = await linkAll(warehouse, given, affected)
  const scope: Scope = { kind: 'run', affected }
  // Of parties that were never seen nothing is there.
  const isSeen = !(await addOwn(ws, scope, known)) || !isNew || wholeSteps.some(({ kind }) => changed.has(kind))
  const met = meetContext(context, { affected, changed })
  const [narrow, { channelGroup }, older] = await Promise.all([
    narrowContext(warehouse, met, { affected, changed }),
    knowChannels(warehouse, met, scope),
    isSeen ? findOlder(warehouse, context, scope) : new Set<string>(),
  ])
  const own = { ...narrow, channelGroup }
  for (const statement of headStatements(own, scope)) await warehouse.command(statement)
  const [tried] = await Promise.allSettled([writeSideBySide(warehouse, own, scope, older)])
  // So much changed that a statement cannot hold it: everything anew, slice by slice.
  if (tried.status === 'rejected' && isTooHeavy(tried.reason))
    return deriveSlices(warehouse, laterVersion(context, 1), { steps, wholeSteps })
  if (tried.status === 'rejected') throw tried.reason
  for (const step of wholeSteps) if (changed.has(step.kind)) await writeStep(warehouse, step, context, { kind: 'all' }, older)
  if (Number(version) % (affectedKept * versionsPerRun) === 0) await forgetAffected(warehouse, ws, version)
}

/** Each step as soon as those before it whose rows it reads have been written: a small change is planned for longer than it runs. */
async function writeSideBySide(warehouse: Warehouse, context: FactContext, scope: Scope, older: ReadonlySet<string>): Promise<void> {
  const begun: { table: string; written: Promise<void> }[] = []
  for (const step of steps) {
    const text = step.when?.(context) === false ? '' : step.select(context, scope)
    const read = begun.filter(({ table }) => new RegExp(`\\b${table}\\b`).test(text)).map(({ written }) => written)
    const written = Promise.all(read).then(() => writeStep(warehouse, step, context, scope, older))
    begun.push({ table: step.table, written })
  }
  const ended = await Promise.allSettled(begun.map(({ written }) => written))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Notes the records of the parties in scope under their own kinds; are they all among those that were linked anew? */
async function addOwn(ws: number, scope: Scope & { kind: 'run' }, known: Own | null): Promise<boolean> {
  const { affected } = scope
  const isKept =
    known !== null &&
    [...Map.groupBy(known, ([kind]) => kind)].every(([kind, of]) =>
      affected.keep(
        ownKind(kind),
        of.map(([, k]) => k),
      ),
    )
  // By the key, which the table is sorted by: only what stands in one of the parties is then read to its last version.
  const among = `ws = ${ws} AND ${inScope(scope)}`
  if (!isKept)
    await affected.add(
      `SELECT ${ownKindSql} AS own, k FROM links FINAL WHERE ${among} AND (kind, k) IN (SELECT kind, k FROM links WHERE ${among})`,
    )
  return linkedKinds.every(({ kind }) => {
    const [mine, linked] = [affected.few(ownKind(kind)), affected.few(kind)]
    return mine !== null && linked !== null && mine.every((k) => linked.includes(k))
  })
}

/** Derivations whose notes may lie about: to delete them is dearer than to leave them. */
const affectedKept = 50

async function forgetAffected(warehouse: Warehouse, ws: number, run: string): Promise<void> {
  const table = `${localName('affected', warehouse.topology)}${onCluster(warehouse.topology)}`
  await warehouse.command(`ALTER TABLE ${table} DELETE WHERE ws = ${ws} AND run <= ${run}`)
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
