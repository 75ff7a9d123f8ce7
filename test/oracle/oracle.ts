// The form of an oracle: a question about one KPI, and plain SQL over the records (or figures published elsewhere) that must give
// the same rows.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const cellColumn = z.union([z.number(), z.string(), z.null()])
const oracleSchema = z.strictObject({
  kpi: z.string(),
  cases: z
    .array(
      z.strictObject({
        /** Dimensions of the rows; none = the total. */
        by: z.array(z.string()).default([]),
        /** The rest of the question: from, to, as_of, where, credit … */
        query: z.record(z.string(), z.unknown()).default({}),
        sql: z.string().optional(),
        /** Whose records: the demo company's, or those of steady-company.ts. */
        company: z.enum(['demo', 'steady']).default('demo'),
        /** How far apart figures may lie, relative to their size; more than rounding only where one is sought, not counted. */
        near: z.number().max(1e-3).default(1e-9),
        /** Published figures instead of SQL, with where they stand. */
        figures: z.array(z.record(z.string(), cellColumn)).optional(),
        published: z.string().optional(),
      }),
    )
    .min(1),
})
export type Oracle = z.infer<typeof oracleSchema> & { file: string }
export type OracleCase = Oracle['cases'][number]
export type OracleRow = Readonly<Record<string, string | number | null>>

export function loadOracles(folder: string): Oracle[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files.sort().map((file) => ({ file, ...oracleSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))) }))
}

/** What `@name` stands for in the SQL of an oracle. */
export type Names = {
  zone: string
  from: string
  to: string
  as_of: string
  folder: string
  /** The table or rows that stand for a name, if it is kept or a kind of records. */
  find: (name: string) => string | null
}

/** Names of what a question gives. */
const asked = ['from', 'to', 'as_of', 'until', 'given']
const nameAt = /@([a-z_]+)(\()?/

const readView = (folder: string, name: string): string => readFileSync(join(folder, 'views', `${name}.sql`), 'utf8').trim()
export const keptAs = (name: string): string => `oracle_${name}`

/**
 * The SQL with its names written out: `@from`, `@to`, `@as_of`, `@until` (the earlier of the last two) are moments, `@zone` the time
 * zone; `@deals` and the other kinds are the living records of the workspace; any other name is a view, `views/<name>.sql`, or the
 * table it is kept in; `@name(SELECT …)` is a view of those rows, which it calls `@given`.
 */
export function writeOut(sql: string, names: Names, given = ''): string {
  const moment = (iso: string) => `toDateTime64('${iso.replace('T', ' ').replace('Z', '')}', 3, 'UTC')`
  const [until = names.to] = [names.as_of, names.to].sort()
  const fixed: Record<string, string> = {
    from: moment(names.from),
    to: moment(names.to),
    as_of: moment(names.as_of),
    until: moment(until),
    zone: `'${names.zone}'`,
    given: `(${given})`,
  }
  let written = ''
  let rest = sql
  for (let found = nameAt.exec(rest); found !== null; found = nameAt.exec(rest)) {
    const name = found[1] ?? ''
    const after = rest.slice(found.index + 1 + name.length)
    const body = found[2] === undefined ? '' : after.slice(0, closing(after) + 1)
    written += rest.slice(0, found.index)
    rest = after.slice(body.length)
    if (fixed[name] !== undefined) written += fixed[name]
    else written += names.find(name) ?? `(${writeOut(readView(names.folder, name), names, writeOut(body.slice(1, -1), names, given))})`
  }
  return written + rest
}

export const livingRecords = (kind: string, ws: number): string => `SELECT * FROM rec_${kind} FINAL WHERE ws = ${ws}`

/** Tables that hold what no question changes, kinds of records and views, in the order in which they build on one another. */
export function keptTables(
  names: Pick<Names, 'zone' | 'folder'>,
  kinds: readonly string[],
  ws: number,
): { name: string; create: string }[] {
  const views = readdirSync(join(names.folder, 'views')).map((file) => file.replace('.sql', ''))
  const uses = (name: string) => [...readView(names.folder, name).matchAll(/@([a-z_]+)/g)].map((found) => found[1] ?? '')
  const dependsOnQuestion = (name: string): boolean => asked.includes(name) || (views.includes(name) && uses(name).some(dependsOnQuestion))
  const kept: string[] = []
  const keep = (name: string) => {
    if (kept.includes(name) || !views.includes(name) || dependsOnQuestion(name)) return
    for (const used of uses(name)) keep(used)
    kept.push(name)
  }
  for (const name of views) keep(name)
  const find = (name: string) => (kinds.includes(name) || kept.includes(name) ? keptAs(name) : null)
  const open = { ...names, from: '', to: '', as_of: '', find }
  const create = (name: string, select: string) => ({ name, create: `CREATE TABLE ${keptAs(name)} ENGINE = Memory AS ${select}` })
  return [
    ...kinds.map((name) => create(name, livingRecords(name, ws))),
    ...kept.map((name) => create(name, writeOut(readView(names.folder, name), open))),
  ]
}

/** Where the bracket is closed that the text begins with. */
function closing(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  throw new Error(`no closing bracket: ${text}`)
}

/** Are two numbers the same but for `near` of their size. */
export const isNear = (a: number, b: number, near: number): boolean => Math.abs(a - b) <= near * Math.max(1, Math.abs(a), Math.abs(b))
