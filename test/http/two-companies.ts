// Two companies on one server, alike to the last row but for the name of the company in every id and name: what one of them sees
// of the other, or a person of another, stands in the answer as text.
import { post, type TestServer } from './test-server.ts'
import { machine, told } from './visitor.ts'

export const companies = ['north', 'south'] as const
export type Company = (typeof companies)[number]

/** A case of a person: `north_c_p2a`. Cases of p2 ending in a were in team t1, in b after the move to t2. */
const cases = ['p1a', 'p1b', 'p2a', 'p2b', 'p3a', 'p4a']
const days: Readonly<Record<string, string>> = { p1a: '02', p1b: '12', p2a: '03', p2b: '15', p3a: '04', p4a: '05' }

const at = (day: string, hour: number) => `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00Z`

function recordsOf(company: Company) {
  const id = (name: string) => `${company}_${name}`
  const person = (name: string) => id(name.slice(0, 2))
  const each = <T>(make: (name: string, day: string) => T) => cases.map((name) => make(id(`c_${name}`), days[name] ?? ''))
  const owner = (name: string) => person(name.split('_c_')[1] ?? '')
  return {
    teams: ['t1', 't2'].map((team) => ({ id: id(team), name: id(team) })),
    people: ['p1', 'p2', 'p3', 'p4'].map((name) => ({
      id: id(name),
      name: id(name),
      role: 'seller',
      team_id: id(name === 'p1' || name === 'p2' ? 't1' : 't2'),
    })),
    memberships: [
      { person_id: id('p2'), team_id: id('t1'), from: '2026-01-01', to: '2026-11-10' },
      { person_id: id('p2'), team_id: id('t2'), from: '2026-11-10' },
    ],
    pipelines: [{ id: 'sales', name: 'Sales', kind: 'sales' }],
    stages: [
      { id: 's1', pipeline_id: 'sales', name: 'New', position: 1, kind: 'open' },
      { id: 's2', pipeline_id: 'sales', name: 'Offer', position: 2, kind: 'open' },
      { id: 's3', pipeline_id: 'sales', name: 'Won', position: 3, kind: 'won' },
    ],
    contacts: each((name) => ({ id: name, name, phone: `+3805000${String(cases.indexOf(name.split('_c_')[1] ?? '')).padStart(5, '0')}` })),
    leads: each((name, day) => ({
      id: name,
      created_at: at(day, 8),
      origin: 'form',
      channel: name,
      contact_id: name,
      owner_id: owner(name),
    })),
    deals: each((name, day) => ({
      ...{ id: name, created_at: at(day, 9), lead_id: name, contact_id: name, owner_id: owner(name), pipeline_id: 'sales', stage_id: 's3' },
      ...{ outcome: 'won', closed_at: at(day, 15), amount: 1000, product: name },
    })),
    stage_changes: each((name, day) => [
      { entity: 'deal', entity_id: name, stage_id: 's1', at: at(day, 9) },
      { entity: 'deal', entity_id: name, stage_id: 's2', at: at(day, 12) },
      { entity: 'deal', entity_id: name, stage_id: 's3', at: at(day, 15) },
    ]).flat(),
    touches: each((name, day) => ({
      ...{ id: name, kind: 'call', direction: 'out', at: at(day, 10), person_id: owner(name), contact_id: name, lead_id: name },
      ...{ duration_s: 120, outcome: 'answered' },
    })),
    payments: each((name, day) => ({ id: name, at: at(day, 16), amount: 1000, deal_id: name, contact_id: name })),
    tasks: each((name, day) => ({
      id: name,
      created_at: at(day, 9),
      due_at: at(day, 12),
      done_at: at(day, 11),
      person_id: owner(name),
      kind: 'call',
      deal_id: name,
    })),
  }
}

type Kind = keyof ReturnType<typeof recordsOf>

/** Makes both, with records of all kinds or some; a bad row of each waits in the quarantine. */
export async function foundCompanies(server: TestServer, kinds?: readonly Kind[]): Promise<void> {
  for (const company of companies) {
    const records = Object.entries(recordsOf(company)).filter(([kind]) => kinds === undefined || kinds.includes(kind as Kind))
    const bad = { id: `${company}_c_bad`, kind: 'call', direction: 'out', at: 'whenever' }
    const batch = {
      source: 'crm',
      records: Object.fromEntries(records.map(([kind, rows]) => [kind, kind === 'touches' ? [...rows, bad] : rows])),
    }
    await told(machine(server, company).ask('PATCH', '/api/settings', { lost_reasons: { [`${company}_c_reason`]: 'price' } }))
    await told(server.ask('/api/records', { ...post(batch), headers: { 'rumb-workspace': company } }))
  }
}

/** The cases somebody sees. */
export const casesOf = {
  all: cases,
  p1: ['p1a', 'p1b'],
  t1: ['p1a', 'p1b', 'p2a'],
} as const

/** Every person, team and case that an answer names, of either company. */
export const namedIn = (text: string): string[] => [...new Set(text.match(/(?:north|south)_(?:c_)?[a-z]+\d?[a-z]?/g) ?? [])].sort()
