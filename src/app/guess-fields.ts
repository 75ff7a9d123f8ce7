// Asks which fields of a CRM fill columns of records: only what the name of a field tells is asked, with how many cards have it filled.
import { FIELD_TARGETS } from '../contract/field-targets.ts'
import type { Guess } from '../contract/guesses.ts'
import type { Settings } from '../contract/settings.ts'
import { guessField } from '../kpi/field-names.ts'
import { findExtraFields } from '../warehouse/find-extra-fields.ts'
import { sourcesGuessed } from './guess-company.ts'
import type { House } from './open-house.ts'

export const FIELD_PLACE = 'fields.'

/** What the maps of the sources put beside the columns themselves. */
const ours =
  /^(name|tags|origin|origin_id|type|form|source(_[12])?|referrer|click_id|utm_\w+|active|company(_id)?|label(s)?|archived|record_type|probability|next_step|returning|phone|email|amount|currency)$/

export async function guessFields(house: House, { num, settings }: { num: number; settings: Settings }): Promise<Guess[]> {
  const sources = await sourcesGuessed(house, num)
  if (sources.length === 0) return []
  const fields = (await findExtraFields(house.warehouse, num, sources)).filter(({ name }) => !ours.test(name))
  return sources.flatMap((source) =>
    FIELD_TARGETS.flatMap((target): Guess[] => {
      const list = fields.filter((field) => field.source === source && field.kind === target.split('.')[0])
      const guess = guessField(
        target,
        list.map(({ name }) => name),
      )
      if (guess === null || settings.fields[source]?.[target] !== undefined) return []
      const choices = [...list.map(({ name, filled }) => ({ value: name as string | null, cases: filled })), { value: null, cases: null }]
      const cases = list.find(({ name }) => name === guess)?.filled ?? 0
      return [
        { place: `${FIELD_PLACE}${source}.${target}`, what: 'field', name: target, of: source, guess, counts_now: false, cases, choices },
      ]
    }),
  )
}
