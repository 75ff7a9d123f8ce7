// Imports files: directories, zips, tables of any known form, foreign ones by a mapping. Every file is looked through before
// the first row is written; an import that was cut off is simply run again.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../contract/errors.ts'
import type { ImportAnswer, ImportAsk, ImportNews } from '../contract/imports.ts'
import { type Mapping, parseMapping } from '../contract/mapping.ts'
import type { RawTable } from '../contract/raw-table.ts'
import { DEFAULT_SETTINGS } from '../contract/settings.ts'
import { openFiles } from '../sources/files/open-files.ts'
import { openRaw, type Unread } from '../sources/open-raw.ts'
import { findSource } from '../sources/systems.ts'
import { finishImport, startImport } from '../store/tables/imports.ts'
import { findCorrespondents } from '../warehouse/find-correspondents.ts'
import { findExtensions } from '../warehouse/find-extensions.ts'
import { ingestTable, type TableResult } from '../warehouse/ingest/ingest-table.ts'
import { readStaged } from '../warehouse/ingest/read-staged.ts'
import { clearStage, closeRuns, openRun } from '../warehouse/ingest/runs.ts'
import type { Target } from '../warehouse/ingest/send-rows.ts'
import { countFacts, deriveFacts } from './derive-facts.ts'
import type { House } from './open-house.ts'
import {
  checkSource,
  findWritten,
  forgetFile,
  inTurn,
  keepQuarantine,
  keepUnread,
  listWaiting,
  noteWritten,
  openWriting,
  placeOf,
  UNREAD_KIND,
} from './write-records.ts'

export type ImportCall = {
  workspace: string | null
  ask: ImportAsk
  now: Date
  onNews: (news: ImportNews) => void
  /** How the files are read, where no mapping file says it. */
  mapping?: Mapping | undefined
  /** The demo company takes in its own records. */
  isDemo?: boolean
  /** More imports follow at once: the last one derives the facts of all. */
  derivesLater?: boolean
}

const SHOWN_MAX = 10_000

/** Errors: bad_input and ambiguous_input for a file or mapping that cannot be read, bad_usage, busy, disk_full, engine_unavailable. */
export async function importRecords(house: House, call: ImportCall): Promise<ImportAnswer> {
  const { ask } = call
  const started = performance.now()
  checkSource(ask.source)
  const files = await openAsked(house, call)
  const [done] = await Promise.allSettled([ask.dry_run ? tryTables(house, call, files) : takeTables(house, call, files)])
  await files.close()
  if (done.status === 'rejected') throw done.reason
  return { ...done.value, seconds: (performance.now() - started) / 1000 }
}

type Opened = { tables: readonly RawTable[]; unread: readonly Unread[]; close: () => Promise<void> }

async function openAsked(house: House, { ask, mapping: given, workspace, isDemo, onNews }: ImportCall): Promise<Opened> {
  if (ask.raw && isDemo !== true) {
    const onFile = (file: string) => onNews({ step: `reading ${file}`, done: 0, total: null })
    const known = async () => {
      const { found } = await findWritten(house, workspace)
      const { currency } = found?.settings ?? DEFAULT_SETTINGS
      const isMail = findSource(ask.system ?? ask.source)?.isMail === true
      if (found === null) return isMail ? { currency, correspondents: new Set<string>() } : { currency }
      const extensions = await findExtensions(house.warehouse, { ws: found.num, source: ask.source })
      return isMail
        ? { currency, extensions, correspondents: await findCorrespondents(house.warehouse, found.num) }
        : { currency, extensions }
    }
    const { found } = await findWritten(house, workspace)
    const fields = found?.settings.fields[ask.source] ?? {}
    return { ...(await openRaw(ask.paths, { system: ask.system ?? ask.source, known, onFile, fields })), close: () => Promise.resolve() }
  }
  const mapping = ask.map === undefined ? given : await readMapping(ask.map)
  const files = await openFiles(ask.paths, mapping, ({ file, rows, bytes, total }) =>
    onNews({ step: `checking ${file} (${rows})`, done: bytes, total }),
  )
  return { ...files, unread: [] }
}

async function readMapping(path: string): Promise<Mapping> {
  const [read] = await Promise.allSettled([readFile(path, 'utf8')])
  if (read.status === 'fulfilled') return parseMapping(read.value)
  throw new AppError('bad_input', `The mapping ${basename(path)} cannot be opened: ${read.reason.code ?? read.reason.message}`, { path })
}

type Answered = Omit<ImportAnswer, 'seconds'>

async function takeTables(house: House, call: ImportCall, { tables, unread }: Opened): Promise<Answered> {
  const { ask, now, onNews } = call
  const { id } = call.isDemo === true ? { id: call.workspace! } : await findWritten(house, call.workspace)
  const writing = await openWriting(house, {
    id,
    source: ask.source,
    kind: ask.raw ? (ask.system ?? ask.source) : 'files',
    now,
    isDemo: call.isDemo === true,
  })
  const { num } = writing.workspace
  const answer = await inTurn(house, num, async () => {
    const started = performance.now()
    const entry = await startImport(house.store.db, num, { source: ask.source, startedAt: now })
    const run = await openRun(house.warehouse, num, now.getTime())
    const files: ImportAnswer['files'] = []
    for (const file of new Set([...tables, ...unread].map((from) => from.file))) if (file !== null) await forgetFile(house, writing, file)
    for (const [part, table] of tables.entries()) {
      const waiting = await listWaiting(house, writing, table.kind)
      const onRows = (rows: number) => onNews({ step: `${table.file ?? table.kind}`, done: rows, total: table.rows })
      const result = await ingestTable(house.warehouse, writing.target, { run, part }, table, { waiting, onRows })
      await keepQuarantine(house, writing, table, result, now)
      files.push(lineOf(table, result))
    }
    await keepUnread(house, writing, unread, now)
    files.push(...linesOfUnread(unread))
    await noteWritten(house, writing, now)
    const seconds = (performance.now() - started) / 1000
    await finishImport(house.store.db, entry, { finishedAt: new Date(now.getTime() + seconds * 1000), files, seconds })
    return { files }
  })
  if (call.derivesLater === true) return answer
  onNews({ step: 'deriving facts', done: 0, total: null })
  await deriveFacts(house, { workspace: id })
  return { ...answer, facts: await countFacts(house, num) }
}

const lineOf = (table: RawTable, { rows, accepted, unchanged, quarantined }: TableResult): ImportAnswer['files'][number] => ({
  file: table.file ?? '',
  kind: table.kind,
  rows,
  accepted,
  unchanged,
  quarantined,
})

function linesOfUnread(unread: readonly Unread[]): ImportAnswer['files'] {
  return [...Map.groupBy(unread, ({ file }) => file)].map(([file, { length }]) => {
    return { file, kind: UNREAD_KIND, rows: length, accepted: 0, unchanged: 0, quarantined: length }
  })
}

function shownProblem({ file, line, column, value, reason }: Omit<Unread, 'raw'>): NonNullable<ImportAnswer['quarantine']>[number] {
  return { file, line, column: column || null, value: value || null, reason }
}

/** Reads and judges; what a workspace that does not exist yet would make of the files, too. */
async function tryTables(house: House, call: ImportCall, { tables, unread }: Opened): Promise<Answered> {
  const { ask, now, onNews } = call
  const { found } = await findWritten(house, call.workspace)
  const ws = found?.num ?? 0
  const target: Target = { ws, source: ask.source, sources: [], zone: (found?.settings ?? DEFAULT_SETTINGS).timezone }
  return inTurn(house, ws, async () => {
    const run = await openRun(house.warehouse, ws, now.getTime())
    const files: ImportAnswer['files'] = []
    const records: Record<string, unknown[]> = {}
    const quarantine: NonNullable<ImportAnswer['quarantine']> = []
    for (const [part, table] of tables.entries()) {
      const onRows = (rows: number) => onNews({ step: `${table.file ?? table.kind}`, done: rows, total: table.rows })
      const result = await ingestTable(house.warehouse, target, { run, part }, table, { isDryRun: true, onRows })
      files.push(lineOf(table, result))
      const shown = await readStaged(house.warehouse, { ws, source: ask.source, run, part, kind: table.kind, limit: SHOWN_MAX })
      records[table.kind] = [...(records[table.kind] ?? []), ...shown].slice(0, SHOWN_MAX)
      const file = table.file ?? ''
      quarantine.push(...result.problems.map((problem) => shownProblem({ ...problem, file, line: placeOf(table, problem.line).line })))
    }
    files.push(...linesOfUnread(unread))
    quarantine.push(...unread.map(shownProblem))
    await clearStage(house.warehouse, ws, run, { kinds: Object.keys(records) })
    await closeRuns(house.warehouse, ws, [run])
    return { files, records, quarantine: quarantine.slice(0, SHOWN_MAX) }
  })
}
