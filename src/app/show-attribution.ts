// Attribution: wins and revenue of the period by channel under one model, beside what was spent, and the journeys behind them.
// A filter of channels leaves what goes to those channels, of journeys those that touched one of them.

import type { AnswerRow, Cell, Member } from '../contract/answer.ts'
import type { AttributionAnswer, AttributionQuery } from '../contract/attribution.ts'
import type { Query } from '../contract/query.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { channelsOf, journeyFigures, pathLosses, pathWins, pathWonLeads, spent } from '../kpi/journey-figures.ts'
import { scopeSql } from '../kpi/passes/filter.ts'
import { removalEffects } from '../stats/removal-effects.ts'
import { isShared, type Shares } from './find-journey-rules.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'

type AttributionAsk = Ask & { query: AttributionQuery }
type Channel = AttributionAnswer['channels'][number]
type Journey = AttributionAnswer['journeys'][number]

const credited = ['attributed_wins', 'attributed_revenue']

export async function showAttribution(house: House, ask: AttributionAsk): Promise<AttributionAnswer> {
  const { limit, compare: _compare, ...question } = ask.query
  const catalogue = withFigures(await loadCatalogue(), journeyFigures)
  const asked = (query: Query, shares?: Shares) => runQuery(house, { ...ask, catalogue, shares, query: { ...question, ...query } })
  const { channel_group: only, ...where } = question.where ?? {}
  const kpis = [...credited, spent.id, 'romi', 'cac']
  const found = asked({ kpis: [pathWins.id, pathWonLeads.id, pathLosses.id], by: ['path'], where })
  // The journeys of the whole company are what markov learns the shares of the channels from: not asked for twice.
  const isWhole = !scopeSql(ask.viewer).isNarrow && Object.keys(where).every(isShared)
  const shares = question.model === 'markov' && isWhole ? [sharesOf((await found).rows)] : undefined
  const [answer, paths] = await Promise.all([asked({ kpis, by: ['channel_group'] }, shares), found])
  const { rows, columns, total, notes, ...head } = answer
  const value = (cells: AnswerRow, id: string) => (cells[id] as Cell | undefined)?.value ?? null
  const unknown = rows.find((row) => channelOf(row) === null)
  return {
    ...head,
    by: [],
    compare: ask.query.compare ?? null,
    model: question.model,
    deals: value(total, 'attributed_wins') ?? 0,
    revenue: value(total, 'attributed_revenue') ?? 0,
    channels: rows.flatMap((row) => channelRow(row) ?? []).sort(byWins),
    unattributed: {
      wins: unknown === undefined ? 0 : (value(unknown, 'attributed_wins') ?? 0),
      revenue: unknown === undefined ? 0 : (value(unknown, 'attributed_revenue') ?? 0),
    },
    journeys: journeysOf(paths.rows, only).slice(0, limit),
    ...(notes.length === 0 ? {} : { notes }),
  }
}

const sharesOf = (rows: readonly AnswerRow[]) =>
  removalEffects(
    rows.map((row) => ({
      channels: channelsOf((row.path as Member).id),
      wins: (row[pathWins.id] as Cell).value ?? 0,
      losses: (row[pathLosses.id] as Cell).value ?? 0,
    })),
  ).shares

const channelOf = (row: AnswerRow) => (row.channel_group as Member).id
const byWins = (a: Channel, b: Channel) => b.wins - a.wins || b.revenue - a.revenue || (a.channel < b.channel ? -1 : 1)

/** null = the row of no channel, or of one with neither a sale nor spend. */
function channelRow(row: AnswerRow): Channel | null {
  const channel = channelOf(row)
  const cell = (id: string) => row[id] as Cell
  const money = cell(spent.id)
  const hasSpend = money.n + money.unpriced > 0
  if (channel === null || (cell('attributed_wins').value === 0 && !hasSpend)) return null
  return {
    channel,
    wins: cell('attributed_wins').value ?? 0,
    revenue: cell('attributed_revenue').value ?? 0,
    spend: hasSpend ? money.value : null,
    romi: cell('romi').value,
    cac: cell('cac').value,
  }
}

type Wanted = Exclude<Query['where'], undefined>[string] | undefined

/** Those with most wins first; of a filter of channels those that touched one of them. */
function journeysOf(rows: readonly AnswerRow[], only: Wanted): Journey[] {
  const count = (row: AnswerRow, id: string) => (row[id] as Cell).value ?? 0
  const wanted = only === undefined ? null : [only].flat()
  const isWanted = (path: readonly string[]) =>
    wanted === null || wanted.some((channel) => (channel === null || channel === '' ? path.length === 0 : path.includes(channel)))
  return rows
    .map((row) => ({
      path: channelsOf((row.path as Member).id),
      wins: count(row, pathWins.id),
      leads: count(row, pathWonLeads.id) + count(row, pathLosses.id),
    }))
    .filter(({ path, wins, leads }) => isWanted(path) && wins + leads > 0)
    .sort((a, b) => b.wins - a.wins || b.leads - a.leads || (a.path.join() < b.path.join() ? -1 : 1))
}
