// Notes about work that looks better than it is: each kind of kpis/gaming, by person, against the peers of the whole company. Who may see
// whom is decided by the scope of the viewer.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { AnswerRow, Cell, Member } from '../contract/answer.ts'
import type { ConfidenceQuery, GamingNote } from '../contract/confidence.ts'
import { AppError } from '../contract/errors.ts'
import { type GamingEntry, gamingEntrySchema, gamingKinds } from '../contract/gaming-entry.ts'
import type { Viewer } from '../contract/query.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { findStandouts, gamingFigure, type Tried, triedOf } from '../kpi/gaming.ts'
import { scopeSql } from '../kpi/passes/filter.ts'
import { findMembers } from '../warehouse/find-members.ts'
import { findRoles } from '../warehouse/find-roster.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'
import { findWorkspaceRules } from './workspace-rules.ts'

// From src/app and, built, from dist/src/app: the folder lies beside src.
const folder = fileURLToPath(new URL('../../kpis/gaming/', import.meta.url))
let loaded: Promise<readonly GamingEntry[]> | undefined

/** Every kind of gaming; throws bad_input with the file when one cannot be read. */
export function loadGaming(): Promise<readonly GamingEntry[]> {
  loaded ??= read()
  return loaded
}

async function read(): Promise<readonly GamingEntry[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml'))
  const entries = await Promise.all(
    files.map(async (file) => {
      const parsed = gamingEntrySchema.safeParse(parse(await readFile(join(folder, file), 'utf8')))
      if (parsed.success) return parsed.data
      const issue = parsed.error.issues[0]
      throw new AppError('bad_input', `kpis/gaming/${file}: ${issue?.path.join('.')} ${issue?.message}`, { path: file })
    }),
  )
  return entries.sort((a, b) => gamingKinds.indexOf(a.kind) - gamingKinds.indexOf(b.kind))
}

const company: Viewer = { role: 'owner', person: null, teams: [] }
const idOf = (row: AnswerRow, dimension: string) => (row[dimension] as Member).id

export async function findGaming(house: House, ask: Ask & { query: Omit<ConfidenceQuery, 'kpi'> }): Promise<GamingNote[]> {
  const entries = await loadGaming()
  const figures = entries.map(gamingFigure)
  const catalogue = withFigures(await loadCatalogue(), figures)
  const kpis = figures.map(({ id }) => id)
  const { from, to, last, as_of } = ask.query
  const asked = { from, to, last, as_of, kpis, by: ['person', 'role'] }
  const { rows, as_of: asOf } = await runQuery(house, { ...ask, viewer: company, catalogue, withTotal: false, query: asked })
  const staying = await peopleThere(house, ask.workspace, asOf)
  const isWhole = ask.query.where === undefined && !scopeSql(ask.viewer).isNarrow
  const seen = isWhole ? peopleOf(rows) : await seenPeople(house, { ...ask, query: { ...ask.query, kpis, by: ['person'] } }, catalogue)
  return entries.flatMap((entry, i) => {
    const kpi = kpis[i] as string
    const tried = rows.flatMap((row): Tried[] => {
      const person = idOf(row, 'person')
      return person === null ? [] : [{ person, role: idOf(row, 'role') ?? '', ...triedOf(entry, row[kpi] as Cell) }]
    })
    const names = new Map(rows.map((row) => [idOf(row, 'person'), row.person as Member]))
    return findStandouts(entry, tried)
      .filter(({ person }) => seen.has(person) && (entry.leavers || staying.has(person)))
      .map(({ person, hits, cases, share, peers }) => ({
        kind: entry.kind,
        name: entry.name[ask.lang],
        rule: entry.rule[ask.lang],
        person: names.get(person) ?? { id: person, name: null },
        n: hits,
        of: cases,
        value: share,
        peers,
        bears_on: entry.bears_on,
        evidence: { kpi, part: entry.evidence, filters: { from, to, last, as_of, where: { person: [person] } } },
      }))
  })
}

/** People who have not left by that moment: who leaves hands everything over without any trick. */
async function peopleThere(house: House, id: string, at: string): Promise<ReadonlySet<string | null>> {
  const { workspace } = await findWorkspaceRules(house, id)
  const roles = await findRoles(house.warehouse, workspace.num, { from: at, to: at })
  const members = await findMembers(house.warehouse, workspace.num, 'people', [...roles.keys()])
  return new Set([...members.values()].map((member) => member.id))
}

const peopleOf = (rows: readonly AnswerRow[]): ReadonlySet<string | null> => new Set(rows.map((row) => idOf(row, 'person')))

/** People of whom the viewer may be told, under the filters of the question. */
async function seenPeople(
  house: House,
  ask: Parameters<typeof runQuery>[1],
  catalogue: NonNullable<Parameters<typeof runQuery>[1]['catalogue']>,
): Promise<ReadonlySet<string | null>> {
  const { rows } = await runQuery(house, { ...ask, catalogue, withTotal: false })
  return peopleOf(rows)
}
