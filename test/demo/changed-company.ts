// A company in which nothing is planted until a Monday in September, and then some things change at once; and what the brief of each week
// says of a workspace.
import { simulateCompany } from '../../demo/company.ts'
import { nothingPlanted, truths } from '../../demo/truths.ts'
import type { House } from '../../src/app/open-house.ts'
import { writeBrief } from '../../src/app/write-brief.ts'
import type { Finding } from '../../src/contract/brief.ts'
import { owner } from '../shared/told-house.ts'
import { type Batch, lastDay } from './planted-house.ts'

const firstDay = '2026-03-01'
/** Everything changes on this day but the leak, which begins with the month. */
const since = '2026-09-14'
const channel = 'ads_search'

/** What changes, from which day, and how the finding that is meant for it begins and whom it names. */
export const changes = [
  { name: 'a stage lets go more deals of one product', since: '2026-09-01', id: 'stage_conversion:stage:crm:s_offer' },
  { name: 'a person works by a telephone nobody sees', since, id: 'calls_effective:person:crm:s7' },
  { name: 'a person marks half of the leads as spam unseen', since, id: 'closed_without_contact:person:crm:c4' },
  { name: 'a channel brings half of its leads', since, id: `leads:channel_group:${channel}` },
] as const

/** The life a record belongs to: day of its beginning and running number (demo/leads.ts); null = it is nobody's. */
function serialOf(row: Readonly<Record<string, unknown>>): string | null {
  for (const key of ['id', 'entity_id', 'touch_id', 'deal_id', 'lead_id']) {
    const serial = /\d{10}/.exec(String(row[key] ?? ''))?.[0]
    if (serial !== undefined) return serial
  }
  return null
}

/** Spreads ids evenly over 0..9. */
const tenth = (id: unknown) => [...String(id)].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7) % 10
const isLater = (serial: string | null) => serial !== null && serial >= since.slice(2).replaceAll('-', '')

export function simulateChange(seed: number): Batch[] {
  const leak = { ...truths.leak, fromMonth: 6 }
  const plain = simulateCompany({ seed, firstDay, lastDay, plant: { ...nothingPlanted, leak } })
  const changed = simulateCompany({
    seed,
    firstDay,
    lastDay,
    plant: { ...nothingPlanted, leak, spamDumper: { ...truths.spamDumper, share: 0.5 } },
  })
  const later = new Map([...changed.batches].map(({ source, kind, records }) => [`${source}/${kind}`, records]))
  const batches = [...plain.batches].map(({ source, kind, records }) => ({
    source,
    kind,
    records: [
      ...records.filter((row) => !isLater(serialOf(row))),
      ...(later.get(`${source}/${kind}`) ?? []).filter((row) => isLater(serialOf(row))),
    ],
  }))
  const lost = new Set(
    batches
      .flatMap(({ kind, records }) => (kind === 'leads' || kind === 'deals' ? records : []))
      .filter((row) => row.channel === channel && isLater(serialOf(row)) && tenth(serialOf(row)) < 5)
      .map(serialOf),
  )
  const hidden = (row: Readonly<Record<string, unknown>>) =>
    String(row.person_id ?? '').replace('crm:', '') === truths.personalPhone.person && String(row.at) >= since && tenth(row.id) > 0
  return batches.map(({ source, kind, records }) => ({
    source,
    kind,
    records: records.filter((row) => !lost.has(serialOf(row)) && !(kind === 'touches' && hidden(row))),
  }))
}

/** Mondays whose last week has 26 weeks before it, until somebody new is hired. */
export const mondays = [
  '2026-09-07',
  '2026-09-14',
  '2026-09-21',
  '2026-09-28',
  '2026-10-05',
  '2026-10-12',
  '2026-10-19',
  '2026-10-26',
  '2026-11-02',
]

/** Findings of the head's brief of every Monday. */
export async function readBriefs(house: House, workspace: string): Promise<{ monday: string; findings: Finding[] }[]> {
  const briefs = []
  for (const monday of mondays) {
    const ask = { workspace, viewer: owner, lang: 'en' as const, now: new Date(`${monday}T08:00:00Z`) }
    const { findings } = await writeBrief(house, { ...ask, query: { for: 'head' } })
    briefs.push({ monday, findings })
  }
  return briefs
}

/** Days from each change to the Monday whose brief says it; null = in none of them. */
export function delaysOf(briefs: Awaited<ReturnType<typeof readBriefs>>): (number | null)[] {
  return changes.map(({ since: from, id }) => {
    const said = briefs.find(({ monday, findings }) => monday > from && findings.some((one) => one.id === id && one.kind === 'worse'))
    return said === undefined ? null : (Date.parse(said.monday) - Date.parse(from)) / 86_400_000
  })
}
