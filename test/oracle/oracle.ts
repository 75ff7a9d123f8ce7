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
        /** Published figures instead of SQL, with where they stand. */
        figures: z.array(z.record(z.string(), cellColumn)).optional(),
        published: z.string().optional(),
      }),
    )
    .min(1),
})
export type Oracle = z.infer<typeof oracleSchema>
export type OracleCase = Oracle['cases'][number]
export type OracleRow = Readonly<Record<string, string | number | null>>

export function loadOracles(folder: string): Oracle[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files.sort().map((file) => oracleSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))))
}

/** What `@name` stands for in the SQL of an oracle. */
export type Names = { ws: number; zone: string; from: string; to: string; as_of: string; kinds: readonly string[]; folder: string }

/**
 * The SQL with its names written out: `@from`, `@to`, `@as_of`, `@until` (the earlier of the last two) are moments, `@zone` the time
 * zone; `@deals` and the other kinds are the living records of the workspace; any other name is a view, `views/<name>.sql`;
 * `@name(SELECT …)` is a view of those rows, which it calls `@given`.
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
  for (let found = /@([a-z_]+)(\()?/.exec(rest); found !== null; found = /@([a-z_]+)(\()?/.exec(rest)) {
    const name = found[1] ?? ''
    const after = rest.slice(found.index + 1 + name.length)
    const body = found[2] === undefined ? '' : after.slice(0, closing(after) + 1)
    written += rest.slice(0, found.index)
    rest = after.slice(body.length)
    if (fixed[name] !== undefined) written += fixed[name]
    else if (names.kinds.includes(name)) written += `(SELECT * FROM rec_${name} FINAL WHERE ws = ${names.ws})`
    else {
      const view = readFileSync(join(names.folder, 'views', `${name}.sql`), 'utf8').trim()
      written += `(${writeOut(view, names, writeOut(body.slice(1, -1), names, given))})`
    }
  }
  return written + rest
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

/** Are two numbers the same but for the rounding of floating point. */
export const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
