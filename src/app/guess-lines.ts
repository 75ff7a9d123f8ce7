// Asks which channel a line is of: nothing tells it but the company, and until it is told a line decides nothing.
import { CHANNEL_GROUPS } from '../contract/channel-groups.ts'
import type { Guess } from '../contract/guesses.ts'
import type { Settings } from '../contract/settings.ts'
import { listSources } from '../store/tables/sources.ts'
import { findLines } from '../warehouse/find-lines.ts'
import { CRMS } from './guess-company.ts'
import type { House } from './open-house.ts'

export const LINE_PLACE = 'lines.'

const TELEPHONY = new Set(['asterisk', 'binotel', 'ringostat', 'mango', 'twilio'])
const choices = [...CHANNEL_GROUPS, null].map((value) => ({ value, cases: null }))

export async function guessLines(house: House, { num, settings }: { num: number; settings: Settings }): Promise<Guess[]> {
  const sources = await listSources(house.store.db, num)
  if (!sources.some(({ kind }) => CRMS.has(kind) || TELEPHONY.has(kind))) return []
  const answered = new Set(
    settings.channel_rules.flatMap(({ when }) =>
      when.flatMap(({ field, op, value }) => (field !== 'line' ? [] : op === 'in' ? value : op === 'equals' ? [value] : [])),
    ),
  )
  return (await findLines(house.warehouse, num))
    .filter(({ line }) => !answered.has(line) && !settings.confirmed.includes(`${LINE_PLACE}${line}`))
    .map(({ line, callers }): Guess => {
      const about = { place: `${LINE_PLACE}${line}`, what: 'line', name: line, of: null } as const
      return { ...about, guess: null, counts_now: true, cases: callers, choices }
    })
}
