// What the systems leave unsaid of the company itself: what counts as a sale, who sells, which channel a source's name is of.

import { CHANNEL_GROUPS } from '../contract/channel-groups.ts'
import type { Guess } from '../contract/guesses.ts'
import { PERSON_ROLES, SALE_EVENTS, type Settings } from '../contract/settings.ts'
import { channelGroupOf } from '../kpi/channel-rules.ts'
import { guessPersonRole } from '../kpi/person-roles.ts'
import { listSources } from '../store/tables/sources.ts'
import { countSaleEvents, findSaidChannels, findUnsaidPeople } from '../warehouse/find-unsaid.ts'
import type { House } from './open-house.ts'

/** Systems that are read by themselves or by their answers; records somebody made say all they mean. */
export const CRMS = new Set(['amocrm', 'kommo', 'bitrix24', 'hubspot', 'pipedrive', 'salesforce'])

/** Ids of the sources whose meaning has to be guessed. */
export const sourcesGuessed = async (house: House, num: number): Promise<string[]> =>
  (await listSources(house.store.db, num)).filter(({ kind }) => CRMS.has(kind)).map(({ id }) => id)

type Given = { num: number; settings: Settings }

export async function guessCompany(house: House, { num, settings }: Given): Promise<Guess[]> {
  const sources = await sourcesGuessed(house, num)
  if (sources.length === 0) return []
  const [events, people, channels] = await Promise.all([
    settings.confirmed.includes('sale_event') ? null : countSaleEvents(house.warehouse, num),
    findUnsaidPeople(house.warehouse, num, sources),
    findSaidChannels(house.warehouse, num, sources),
  ])
  const ofPeople = people
    .filter(({ id, cases }) => settings.people[id] === undefined && cases > 0)
    .map(({ id, name, texts, team, cases }): Guess => {
      const guess = guessPersonRole([...texts, team, name]) ?? 'seller'
      const place = `people.${id}`
      return { place, what: 'role', name, of: team, guess, counts_now: guess === 'seller', cases, choices: choicesOf(PERSON_ROLES) }
    })
  return [...(events === null ? [] : [guessSaleEvent(events, settings)]), ...ofPeople, ...guessChannels(channels, settings)]
}

const choicesOf = (values: readonly string[], counts: Readonly<Record<string, number>> = {}) =>
  values.map((value) => ({ value, cases: counts[value] ?? null }))

/** What is set holds; where nothing was ever closed as won, the nearest thing that happened. */
function guessSaleEvent(counts: Readonly<Record<string, number>>, { sale_event }: Settings): Guess {
  const happened = (event: string) => (counts[event] ?? 0) > 0
  const guess = happened(sale_event) ? sale_event : (['won', 'paid', 'prepaid', 'first_payment', 'contract'].find(happened) ?? sale_event)
  return {
    ...{ place: 'sale_event', what: 'sale_event', name: 'sale_event', of: null, guess, counts_now: guess === sale_event },
    ...{ cases: counts[guess] ?? 0, choices: choicesOf(SALE_EVENTS, counts) },
  }
}

export const CHANNEL_PLACE = 'channel_rules.'

function guessChannels(said: readonly { channel: string; cases: number }[], { channel_rules, confirmed }: Settings): Guess[] {
  const settled = new Set(confirmed)
  const answered = new Set(
    channel_rules.flatMap(({ when }) => {
      const [first] = when
      if (when.length !== 1 || first?.field !== 'channel') return []
      return (first.op === 'in' ? first.value : first.op === 'equals' ? [first.value] : []).map((text) => text.toLowerCase())
    }),
  )
  const groupOf = channelGroupOf(channel_rules)
  return said
    .filter(({ channel }) => !answered.has(channel.toLowerCase()) && !settled.has(`${CHANNEL_PLACE}${channel}`))
    .map(({ channel, cases }): Guess => {
      const place = `${CHANNEL_PLACE}${channel}`
      const guess = groupOf({ channel }) || 'other'
      return { place, what: 'channel', name: channel, of: null, guess, counts_now: true, cases, choices: choicesOf(CHANNEL_GROUPS) }
    })
}
