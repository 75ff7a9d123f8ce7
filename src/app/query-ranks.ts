// People and teams ranked by a share: each rate drawn towards what all people's cases say, ranks as ranges (methods.md, people's
// rates). The prior is the company's under the same filters except person and team; rights do not narrow it, each role has its own.
import type { AnswerRow, Member, Note } from '../contract/answer.ts'
import { AppError } from '../contract/errors.ts'
import type { Texts } from '../contract/kpi-entry.ts'
import type { Query, Viewer } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { evidenceOf, isPoolable } from '../kpi/evidence.ts'
import type { KpiPlan } from '../kpi/plan.ts'
import { familiesOfSeen, isUnseen, unseenNotes } from '../kpi/unseen-progress.ts'
import { fitPrior, type PersonRate, type PooledRate, type Prior, poolRate } from '../stats/pooling.ts'
import { drawPosteriors, rankPeople } from '../stats/ranking.ts'
import { GENERATOR } from '../stats/seeded-random.ts'
import { findMembers } from '../warehouse/find-members.ts'
import { runPlan } from '../warehouse/run-plan.ts'
import { makeFigures } from './make-figures.ts'
import type { House } from './open-house.ts'
import { planQuestion } from './plan-question.ts'
import { partNumbers } from './query-cells.ts'

type RankAsk = { workspace: string; lang: keyof Texts; viewer: Viewer; now: Date; query: Query; catalogue: Catalogue }
type Ranked = {
  pooled: { value: number; low: number; high: number } | null
  rank: { low: number; high: number } | null
  apart: boolean | null
  needed: number | null
}

const SEED = 1
const none: Ranked = { pooled: null, rank: null, apart: null, needed: null }
const company: Viewer = { role: 'owner', person: null, teams: [] }

/** What is ranked: one KPI by person or by team. Throws bad_usage when the question asks something else. */
export function rankedDimension(query: Query): 'person' | 'team' {
  const [by] = query.by ?? []
  if (query.kpis.length === 1 && query.by?.length === 1 && query.grain === undefined && (by === 'person' || by === 'team')) return by
  throw new AppError('bad_usage', 'rank needs exactly one KPI, by person or by team, without a grain', {
    path: 'rank',
    hint: 'rumb query win_rate --by person --rank',
  })
}

/** The rows with pooled, rank, apart and needed; all four null where the KPI is no share, neutral, or not for leagues. */
export async function rankRows(house: House, ask: RankAsk, rows: readonly AnswerRow[]): Promise<{ rows: AnswerRow[]; notes: Note[] }> {
  const dimension = rankedDimension(ask.query)
  const entry = ask.catalogue.byId.get(ask.query.kpis[0]!)!
  const own = entry.league && entry.better !== 'neutral' ? await evidenceBy(house, ask, [dimension]) : null
  if (own === null) return { rows: rows.map((row) => ({ ...row, ...none })), notes: [] }
  const { person: _person, team: _team, ...where } = ask.query.where ?? {}
  const everyone = { ...ask, viewer: company, query: { ...ask.query, where } }
  const [peers, unseen] = [
    await evidenceBy(house, everyone, dimension === 'person' ? ['person', 'role'] : ['team']),
    dimension === 'person' && isOfSeen(ask.catalogue, entry.id) ? await findUnseen(house, everyone) : new Set<string>(),
  ]
  const isCompared = ({ id }: Rated) => !unseen.has(id)
  const ranked = rankAll(own.filter(isCompared), (peers ?? []).filter(isCompared), entry.better === 'lower' ? -1 : 1)
  const idOf = (row: AnswerRow) => (row[dimension] as Member).id ?? ''
  const leftOut = rows.flatMap((row) => (unseen.has(idOf(row)) ? [(row[dimension] as Member).name ?? idOf(row)] : []))
  return {
    rows: rows.map((row) => ({ ...row, ...(ranked.byId.get(idOf(row)) ?? none) })),
    notes: [
      { code: 'seeded', text: `${GENERATOR}, seed ${SEED}` },
      ...(ranked.isMixAdjusted ? [{ code: 'mix_adjusted', text: mixAdjusted[ask.lang] }] : []),
      ...unseenNotes(leftOut, ask.lang),
    ],
  }
}

const mixAdjusted: Texts = {
  ru: 'Лиды у людей разные: каждого сравнили с тем, чего ждут от его лидов',
  uk: 'Ліди в людей різні: кожного порівняно з тим, чого чекають від його лідів',
  en: 'People were given different leads: each is measured against what is expected of theirs',
}

const isOfSeen = ({ families }: Catalogue, id: string) =>
  families.some((family) => familiesOfSeen.has(family.id) && family.kpis.some((kpi) => kpi.id === id))

/** People who cannot be compared, whoever asks. */
async function findUnseen(house: House, ask: RankAsk): Promise<Set<string>> {
  const rated = await evidenceBy(house, { ...ask, query: { ...ask.query, kpis: ['unseen_progress'] } }, ['person'])
  return new Set((rated ?? []).flatMap(({ id, k, n }) => (isUnseen(n === 0 ? null : k / n, n) ? [id] : [])))
}

/** Evidence of one person or team; people of one role are measured against one another. */
type Rated = PersonRate & { id: string; role: string }

/** By `source:id` of the first dimension, in the order of ids; null when the KPI is no share of cases. */
async function evidenceBy(house: House, ask: RankAsk, by: string[]): Promise<Rated[] | null> {
  const { rank: _rank, order: _order, limit: _limit, compare: _compare, ...query } = ask.query
  const { plan, question, workspace } = await planQuestion(house, { ...ask, query: { ...query, by } })
  const kpi = plan.kpis[0] as KpiPlan
  const isShare = kpi.kind === 'measured' && isPoolable(kpi.finish) && !kpi.rowParts.some((part) => part.blocked)
  if (!isShare && !(kpi.kind === 'made' && kpi.figure === 'won_vs_expected')) return null
  const found = await runPlan(house.warehouse, plan, question)
  const made = await makeFigures(house, ask, plan)
  const groups = kpi.kind === 'made' ? made.groups : found.groups
  const keys = [...groups.values()].map(([key = '']) => key)
  const members = await findMembers(house.warehouse, workspace.num, by[0] === 'person' ? 'people' : 'teams', keys)
  const rated = [...groups].flatMap(([group, [key = '', role = '']]) => {
    const id = members.get(key)?.id
    const evidence =
      kpi.kind === 'measured'
        ? evidenceOf(kpi.finish, partNumbers(found, kpi, plan.frames[0]!, group))
        : (made.evidence?.(kpi.entry, plan.frames[0]!, group) ?? null)
    return id && evidence !== null ? [{ id, role, ...evidence }] : []
  })
  return rated.sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)))
}

function rankAll(own: readonly Rated[], peers: readonly Rated[], better: 1 | -1): { byId: Map<string, Ranked>; isMixAdjusted: boolean } {
  const ownById = new Map(own.map((rated) => [rated.id, rated]))
  const ranked = new Map<string, Ranked>()
  let isMixAdjusted = false
  for (const group of Map.groupBy(peers, ({ role }) => role).values()) {
    const prior = fitPrior(group)
    if (prior === null) continue
    isMixAdjusted ||= prior.mixAdjusted
    // What is shown in a row stands for the person; the others stay as they are.
    for (const [id, rated] of rankGroup(group, (peer) => ownById.get(peer.id) ?? peer, prior, better))
      if (ownById.has(id)) ranked.set(id, rated)
  }
  return { byId: ranked, isMixAdjusted }
}

function rankGroup(group: readonly Rated[], shown: (peer: Rated) => Rated, prior: Prior, better: 1 | -1): Map<string, Ranked> {
  const rated = group.map(shown).filter(({ n }) => n > 0)
  const pooled = rated.map((one) => poolRate(one, prior))
  // A rate that is told against an expected one is pooled as a rate, and shown and ranked as their quotient.
  const scale = rated.map(({ expected }) => expected ?? 1)
  const draws = drawPosteriors(pooled, SEED).map((own, i) => own.map((rate) => rate / scale[i]!))
  const ranks = rankPeople(pooled, draws, better)
  return new Map(rated.map(({ id }, i) => [id, rankedAs(pooled[i]!, scale[i]!, ranks[i]!)]))
}

const rankedAs = ({ mean, low, high, apart, needed }: PooledRate, scale: number, rank: { low: number; high: number }): Ranked => ({
  pooled: { value: mean / scale, low: low / scale, high: high / scale },
  rank: { low: rank.low, high: rank.high },
  apart,
  needed,
})
