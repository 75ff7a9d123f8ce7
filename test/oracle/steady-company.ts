// A second company for oracles: two years of sales by rules of arithmetic, small enough to be counted by plain SQL and long enough for
// models of purchases, seasons, fair comparisons and stages.
type Row = Record<string, unknown>

const DAY_MS = 86_400_000
const firstDay = Date.UTC(2024, 9, 1, 9)
const lastMoment = Date.UTC(2026, 10, 21, 9)
const channels = ['ads_search', 'seo', 'email'] as const
/** Sales of a hundred leads of the channel; Ann sells a few more of them. */
const sold = { ads_search: 30, seo: 55, email: 42 }
const stages = ['s1', 's2', 's3', 's4'] as const

const iso = (ms: number) => new Date(ms).toISOString()

/** The sequence of a case: numbers that look mixed and never change. */
const mixed = (i: number, by: number, below: number) => (i * by + ((i * i) % 97)) % below

/** What a tenth of a purchase usually costs a client. */
const levels = [30, 40, 45, 55, 65, 80, 110, 150, 240]

/** Some clients come again and again, some for two months and never more, most once or twice. */
function clientOf(i: number): number {
  if (i % 5 === 0) return mixed(i, 13, 9)
  if (i % 3 === 0) return 9 + 3 * Math.floor(i / 50) + mixed(i, 29, 3)
  return 60 + mixed(i, 53, 190)
}

function caseOf(i: number) {
  const at = firstDay + Math.floor(i * 1.2) * DAY_MS
  const channel = channels[i % 3]!
  const owner = i % 5 < 2 ? 'A' : 'B'
  const isWon = mixed(i, 71, 100) < sold[channel] + (owner === 'A' ? 8 : 0)
  const closed = at + (isWon ? 5 + mixed(i, 31, 118) : 5 + mixed(i, 17, 58)) * DAY_MS
  const isClosed = closed <= lastMoment
  const client = clientOf(i)
  const amount = levels[client % levels.length]! * (6 + mixed(i, 379, 9))
  return { at, channel, owner, isWon, closed, isClosed, contact: `c${client}`, amount, reached: isWon ? 4 : 1 + (i % 4) }
}

/** Records of the source `crm`. */
export function steadyCompany(): Record<string, Row[]> {
  const cases = Array.from({ length: 640 }, (_, i) => ({ id: i, ...caseOf(i) }))
  const moves = cases.flatMap(({ id, at, closed, isClosed, isWon, reached }) => [
    ...stages.slice(0, reached).map((stage_id, n) => ({ entity: 'deal', entity_id: `d${id}`, stage_id, at: iso(at + n * DAY_MS) })),
    ...(isClosed ? [{ entity: 'deal', entity_id: `d${id}`, stage_id: isWon ? 'w' : 'x', at: iso(closed) }] : []),
  ])
  return {
    people: [
      { id: 'A', name: 'Ann' },
      { id: 'B', name: 'Bob' },
    ],
    pipelines: [{ id: 'P', name: 'Sales', entity: 'deal', kind: 'sales' }],
    stages: [
      ...stages.map((id, n) => ({
        id,
        pipeline_id: 'P',
        name: id,
        position: n + 1,
        kind: 'open',
        ...(n === 2 ? { milestone: 'proposal' } : {}),
      })),
      { id: 'w', pipeline_id: 'P', name: 'won', position: 5, kind: 'won' },
      { id: 'x', pipeline_id: 'P', name: 'lost', position: 6, kind: 'lost' },
    ],
    contacts: [...new Set(cases.map(({ contact }) => contact))].map((id) => ({ id, name: id })),
    leads: cases.map(({ id, at, owner, channel, contact }) => ({
      id: `l${id}`,
      created_at: iso(at),
      owner_id: owner,
      channel,
      contact_id: contact,
    })),
    deals: cases.map(({ id, at, owner, contact, amount, isClosed, isWon, closed, reached }) => ({
      ...{
        id: `d${id}`,
        lead_id: `l${id}`,
        contact_id: contact,
        created_at: iso(at),
        owner_id: owner,
        amount,
        pipeline_id: 'P',
        expected_close_at: iso(at + (40 + mixed(id, 19, 50)) * DAY_MS),
      },
      stage_id: isClosed ? (isWon ? 'w' : 'x') : stages[reached - 1],
      ...(isClosed ? { outcome: isWon ? 'won' : 'lost', closed_at: iso(closed) } : { outcome: 'open' }),
    })),
    stage_changes: moves,
    // Some pay in full before the contract, some a half.
    payments: cases
      .filter(({ id, isWon }) => isWon && id % 3 === 0)
      .map(({ id, at, amount }) => ({
        id: `p${id}`,
        deal_id: `d${id}`,
        at: iso(at + 4 * DAY_MS),
        amount: id % 2 === 0 ? amount : amount / 2,
        kind: 'payment',
      })),
    plans: [
      { metric: 'revenue', from: '2026-11-01', to: '2026-12-01', target: 40_000 },
      { metric: 'revenue', from: '2026-11-01', to: '2026-12-01', target: 12_000, person_id: 'A' },
    ],
    spend: Array.from({ length: 6 }, (_, n) => ({ day: `2026-0${n + 4}-15`, channel: 'ads_search', amount: 9000 + n * 500 })),
  }
}
