// The figures of journeys that are no KPIs of their own: how many sales, and leads closed without one, came along each path.
import { figure } from './figure.ts'

const sales = { fact: 'journeys', axis: 'sold_at', credit: 'mode', at: 'close_moment' }

export const pathWins = figure('path_wins', 'count', { type: 'count', interval: 'none', ...sales })
/** Leads behind those sales. */
export const pathWonLeads = figure('path_won_leads', 'count', { type: 'count', ...sales, where: 'lead is known', distinct: 'lead' })
export const pathLosses = figure('path_losses', 'count', {
  type: 'count',
  interval: 'none',
  fact: 'ended_journeys',
  axis: 'ended_at',
  where: 'not happened(won_at)',
})
/** What was spent, where an answer shows it beside what it brought. */
export const spent = figure('spent', 'money', { type: 'sum', fact: 'spend', value: 'amount' })

export const journeyFigures = [pathWins, pathWonLeads, pathLosses, spent]

export const readsJourneys = (measure: object): boolean => /"(credits|journeys|ended_journeys)"/.test(JSON.stringify(measure))

/** Does it divide sales among channels, and not tell of journeys alone. */
export const readsCredits = (measure: object): boolean => JSON.stringify(measure).includes('"credits"')

/** Channels of a path, as the fact writes them. */
export const channelsOf = (path: string | null): string[] => (path === null || path === '' ? [] : path.split(' > '))
