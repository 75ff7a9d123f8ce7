// The ledger: where every lead received in the period stands now. The states sum to the leads received.
import { Temporal } from 'temporal-polyfill'
import { type LeadState, type LedgerAnswer, type LedgerQuery, leadStates } from '../contract/analyses.ts'
import type { Answer, AnswerRow, Cell, Member } from '../contract/answer.ts'
import type { Viewer } from '../contract/query.ts'
import type { Catalogue } from '../kpi/catalogue.ts'
import { withFigures } from '../kpi/funnel-figures.ts'
import { ledgerFigures, ledgerLeads, ledgerMoney, ledgerOldest } from '../kpi/ledger-figures.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { House } from './open-house.ts'
import { type Ask, runQuery } from './run-query.ts'

type LedgerAsk = Ask & { query: LedgerQuery }

/** Talked to, never entered into the CRM. */
const UNREGISTERED = 'unregistered_inquiries'
const VALUED_DAYS = 365
const company: Viewer = { role: 'owner', person: null, teams: [] }
/** States in which a lead may still bring money; what is sold has brought it. */
const valued: ReadonlySet<LeadState> = new Set(['won', 'unowned', 'waiting_on_us', 'in_work', 'waiting_on_client', 'abandoned'])

export async function showLedger(house: House, ask: LedgerAsk): Promise<LedgerAnswer> {
  const shipped = await loadCatalogue()
  const catalogue = withFigures(shipped, ledgerFigures)
  const kpis = [...ledgerFigures.map((entry) => entry.id), ...(shipped.byId.has(UNREGISTERED) ? [UNREGISTERED] : [])]
  const by = ['state', 'channel_group']
  const answer = await runQuery(house, { ...ask, catalogue, query: { ...ask.query, kpis, by } })
  const worth = await expectedMoney(house, ask, catalogue, answer)
  const byState = Map.groupBy(answer.rows, (row) => (row.state as Member).id)
  const states = leadStates.map((state) => stateOf(state, byState.get(state) ?? [], worth))
  const received = answer.total[ledgerLeads.id]!.n
  const { rows, columns, total, notes, ...head } = answer
  return {
    ...head,
    by: [],
    received,
    states,
    unregistered: total[UNREGISTERED]?.value ?? null,
    check: received - states.reduce((sum, { leads }) => sum + leads, 0),
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/** What a lead of a channel is worth on average while it has no amount of its own; null when nobody can tell. */
type Worth = (channelGroup: string | null) => number | null

/** average_deal × lead_win_rate_90d of the channel, else of all, over the company's last year. */
async function expectedMoney(house: House, ask: LedgerAsk, catalogue: Catalogue, answer: Answer): Promise<Worth> {
  const to = Temporal.Instant.from(answer.as_of).toZonedDateTimeISO(answer.timezone).toPlainDate().add({ days: 1 })
  const span = { from: to.subtract({ days: VALUED_DAYS }).toString(), to: to.toString(), as_of: answer.as_of }
  const { rows, total } = await runQuery(house, {
    ...ask,
    viewer: company,
    catalogue,
    query: { ...span, kpis: ['revenue', 'lead_win_rate_90d'], by: ['channel_group'] },
  })
  const worthOf = (cells: AnswerRow): number | null => {
    const [sold, rate] = [cells.revenue as Cell, cells.lead_win_rate_90d as Cell]
    return sold.value === null || sold.n === 0 || rate.value === null ? null : (sold.value / sold.n) * rate.value
  }
  const byChannel = new Map(rows.map((row) => [(row.channel_group as Member).id, worthOf(row)]))
  const overall = worthOf(total)
  return (channelGroup) => byChannel.get(channelGroup) ?? overall
}

function stateOf(state: LeadState, rows: readonly AnswerRow[], worth: Worth): LedgerAnswer['states'][number] {
  const cell = (row: AnswerRow, id: string) => row[id] as Cell
  const ages = rows.flatMap((row) => cell(row, ledgerOldest.id).value ?? [])
  return {
    state,
    leads: rows.reduce((sum, row) => sum + cell(row, ledgerLeads.id).n, 0),
    money: valued.has(state) ? rows.reduce<number | null>((sum, row) => addMoney(sum, cell(row, ledgerMoney.id), row, worth), 0) : null,
    oldest_days: ages.length === 0 ? null : Math.floor(Math.max(...ages)),
  }
}

/** Known amounts, and for each lead without one what it is worth; null once nobody can tell. */
function addMoney(sum: number | null, money: Cell, row: AnswerRow, worth: Worth): number | null {
  if (sum === null) return null
  const known = sum + (money.value ?? 0)
  if (money.unpriced === 0) return known
  const each = worth((row.channel_group as Member).id)
  return each === null ? null : known + money.unpriced * each
}
