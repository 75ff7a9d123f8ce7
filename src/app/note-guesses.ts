// Says in every answer that it rests on guesses nobody has confirmed. What is open is counted once for each state of the facts.
import type { Note } from '../contract/answer.ts'
import { GUESSED } from '../contract/guesses.ts'
import type { ResourceName } from '../contract/resources.ts'
import { type Guessed, guessesAsked, guessesBehind, sayGuesses } from '../kpi/guessed-figures.ts'
import { sourcesGuessed } from './guess-company.ts'
import { listMeaningGuesses } from './list-guesses.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { resolveWorkspace } from './resolve-workspace.ts'

type Asked = { workspace: string; lang: 'ru' | 'uk' | 'en'; now: Date }

const cases = ['pipeline', 'stage', 'sale_event'] as const
/** What each analysis rests on; `query` and `explain` are judged by their KPIs. */
const behind: Partial<Record<ResourceName, readonly Guessed[]>> = {
  query: [],
  explain: [],
  ...{ funnel: cases, bottlenecks: cases, cohorts: cases, cltv: cases, attribution: [...cases, 'channel'] },
  ...{
    ledger: ['pipeline', 'stage', 'reason', 'role'],
    lost: ['pipeline', 'stage', 'reason'],
    curve: ['pipeline', 'stage', 'sale_event', 'role'],
  },
  ...{ brief: GUESSED, today: GUESSED, factors: GUESSED, confidence: GUESSED, plans: GUESSED, pay: GUESSED, scorecard: GUESSED },
}

export const isNoted = (name: ResourceName): boolean => behind[name] !== undefined

type Given<T> = { name: ResourceName; question: unknown; answer: T }

export async function noteGuesses<T>(house: House, asked: Asked, { name, question, answer }: Given<T>): Promise<T> {
  const open = await openGuesses(house, asked)
  if (open.size === 0 || typeof answer !== 'object' || answer === null || !('as_of' in answer)) return answer
  const touched = await touchedBy(name, question)
  const told = new Map([...open].filter(([what]) => touched.has(what)))
  if (told.size === 0) return answer
  const note: Note = { code: 'unconfirmed_guesses', text: sayGuesses(told, asked.lang) }
  const notes = 'notes' in answer && Array.isArray(answer.notes) ? (answer.notes as Note[]) : []
  return { ...answer, notes: [...notes, note] }
}

async function touchedBy(name: ResourceName, question: unknown): Promise<Set<Guessed>> {
  const {
    kpis = [],
    kpi,
    by,
    where,
  } = question as { kpis?: string[]; kpi?: string; by?: string[] | string; where?: Record<string, unknown> }
  const { byId } = await loadCatalogue()
  const entries = [...kpis, ...(kpi === undefined ? [] : [kpi])].flatMap((id) => byId.get(id) ?? [])
  const dimensions = [...(by === undefined ? [] : [by].flat()), ...Object.keys(where ?? {})]
  return new Set([...(behind[name] ?? []), ...entries.flatMap((entry) => [...guessesBehind(entry)]), ...guessesAsked(dimensions)])
}

type Open = ReadonlyMap<Guessed, number>
type Kept = { found: Promise<Open>; at: number }
/** Facts may change in another process too, so what was counted is not believed for long. */
const KEPT_MS = 60_000
const kept = new WeakMap<House, Map<string, Kept>>()

function openGuesses(house: House, { workspace, now }: Asked): Promise<Open> {
  const known = kept.get(house) ?? listen(house)
  const before = known.get(workspace)
  if (before !== undefined && Math.abs(now.getTime() - before.at) < KEPT_MS) return before.found
  const found = countGuesses(house, workspace)
  known.set(workspace, { found, at: now.getTime() })
  // What failed is not kept.
  found.then(undefined, () => known.delete(workspace))
  return found
}

function listen(house: House): Map<string, Kept> {
  const known = new Map<string, Kept>()
  kept.set(house, known)
  house.news.listen((workspace) => known.delete(workspace))
  return known
}

/** Of a company whose records somebody made there is nothing to confirm: they say what they mean. */
async function countGuesses(house: House, workspace: string): Promise<Open> {
  const { num } = await resolveWorkspace(house, workspace)
  if ((await sourcesGuessed(house, num)).length === 0) return new Map()
  const { guesses } = await listMeaningGuesses(house, { workspace })
  const counts = Map.groupBy(guesses, ({ what }) => what)
  return new Map(GUESSED.flatMap((what) => (counts.has(what) ? [[what, counts.get(what)!.length] as const] : [])))
}
