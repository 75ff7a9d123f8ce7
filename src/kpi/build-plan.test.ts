import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Query, Viewer } from '../contract/query.ts'
import { buildPlan } from './build-plan.ts'
import { parseCatalogue } from './catalogue.ts'
import { listingsOf } from './passes/list-cases.ts'
import type { MeasuredKpi, Part, Plan } from './plan.ts'

const texts = '{ ru: x, uk: x, en: x }'
const catalogue = parseCatalogue([
  {
    file: 'test.yaml',
    source: `
family: test
order: 1
name: ${texts}
kpis:
  - id: answer
    name: ${texts}
    question: ${texts}
    formula: ${texts}
    measure: { type: survival_quantile, fact: leads, q: 0.5, time: response_business_s, event: happened(response_at) }
    by_person: { type: survival_quantile, fact: response_spells, q: 0.5, time: spell_clock_s, event: response_at < spell_ended_at }
    unit: seconds
    better: lower
    screen: speed
  - id: closings
    name: ${texts}
    question: ${texts}
    formula: ${texts}
    measure: { type: share, fact: deals, axis: lost_at, hit: not contacted, also: { fact: leads, axis: closed_at, hit: contact_at is unknown } }
    unit: ratio
    better: lower
    screen: lost
`,
  },
])
const owner: Viewer = { role: 'owner', person: null, teams: [] }

function plan(query: Omit<Query, 'from' | 'to'>, viewer = owner): Plan {
  return buildPlan({ ...query, from: '2026-09-01', to: '2026-10-01' }, catalogue, {
    now: Temporal.Instant.from('2026-10-15T00:00:00Z'),
    zone: { timezone: 'Europe/Kyiv', fiscalStart: 1, isWorkday: () => true },
    lowering: { timezone: 'Europe/Kyiv', effectiveCallS: 30 },
    credit: 'closer',
    viewer,
  })
}

const first = (made: Plan) => made.kpis[0] as MeasuredKpi
const facts = (made: Plan, parts: readonly Part[]) => parts.map((part) => made.scans[part.scan]?.fact.name)

describe('a figure with other cases by person', () => {
  it('counts the plain cases where nobody is asked about', () => {
    const made = plan({ kpis: ['answer'], by: ['channel_group'] })
    expect([facts(made, first(made).parts), facts(made, first(made).rowParts)]).toEqual([['leads'], ['leads']])
  })

  it.each(['person', 'team', 'role', 'tenure'])('counts spells in rows by %s, and the plain cases in total', (dimension) => {
    const made = plan({ kpis: ['answer'], by: [dimension] })
    expect([facts(made, first(made).parts), facts(made, first(made).rowParts)]).toEqual([['leads'], ['response_spells']])
  })

  it('counts spells alone where people are filtered', () => {
    const made = plan({ kpis: ['answer'], where: { person: ['crm:1'] } })
    expect(facts(made, first(made).parts)).toEqual(['response_spells'])
  })

  it('counts spells alone for who sees only own cases', () => {
    const made = plan({ kpis: ['answer'] }, { role: 'rep', person: 'crm:1', teams: [] })
    expect(facts(made, first(made).parts)).toEqual(['response_spells'])
  })
})

describe('a figure over two populations', () => {
  it('has both as parts, each on its own axis', () => {
    const made = plan({ kpis: ['closings'] })
    expect(facts(made, first(made).parts)).toEqual(['deals', 'leads'])
  })

  it.each(['numerator', 'denominator', 'excluded'] as const)('lists the %s of both', (part) => {
    const made = plan({ kpis: ['closings'] })
    expect(listingsOf(first(made), made, part).map(({ scan }) => scan.fact.name)).toEqual(['deals', 'leads'])
  })
})

it('names what is wrong in the measure by person', () => {
  const source = `
family: test
order: 1
name: ${texts}
kpis:
  - { id: a, name: ${texts}, question: ${texts}, formula: ${texts}, measure: { type: count, fact: leads }, by_person: { type: count, fact: leads, where: no_such }, unit: count, better: lower, screen: x }
`
  expect(() => parseCatalogue([{ file: 'test.yaml', source }])).toThrow('no column "no_such"')
})
