// Facts that are read out of lists of another fact: one case for each selling owner of a lead while it waited for us.
import { leads } from './cases.ts'
import { type Fact, key, moment, seconds } from './columns.ts'

/** Spells of the selling owners before an answer: a handed-over lead is a case of each of them, on the clock of each. */
const spells = (name: string, doc: string, prefix: string): Fact => ({
  ...leads,
  name,
  doc,
  credit: 'spell_person',
  key: ['k', 'spell_began_at'],
  columns: [
    ...leads.columns,
    key('spell_person', 'Selling owner of the spell'),
    moment('spell_began_at', 'Since when it was theirs'),
    moment('spell_ended_at', 'Until when (2200 = still)'),
    key('spell_clock', 'Business calendar of the spell'),
    seconds('spell_clock_s', 'Business clock of that calendar at the start of the spell'),
  ],
  entries: {
    of: 'leads',
    lists: {
      spell_person: `${prefix}_owner`,
      spell_began_at: `${prefix}_from`,
      spell_ended_at: `${prefix}_to`,
      spell_clock: `${prefix}_calendar`,
      spell_clock_s: `${prefix}_business_s`,
    },
  },
})

export const responseSpells = spells('response_spells', 'Selling owners of leads before the first response, a row each.', 'spell')
export const contactSpells = spells('contact_spells', 'Selling owners of leads before the first contact, a row each.', 'contact_spell')

export const spellFacts: readonly Fact[] = [responseSpells, contactSpells]
