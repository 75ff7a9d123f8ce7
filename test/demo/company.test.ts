// The demo company as a whole: its size, its people, the contract its records keep, and that the same question gives the same bytes.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Row } from '../../demo/book.ts'
import { demoSettings } from '../../demo/settings.ts'
import { CHANNEL_GROUPS } from '../../src/contract/channel-groups.ts'
import { recordKinds } from '../../src/contract/records/kinds.ts'
import { recordSchemas } from '../../src/contract/records/schema.ts'
import { applySettingPatch, DEFAULT_SETTINGS } from '../../src/contract/settings.ts'
import { lastDay, readCompany, seconds } from './read-company.ts'

const company = readCompany()
const ids = (source: 'crm' | 'amo', kind: string) => new Set(company.rows(source, kind).map((row) => row.id as string))

function hashOf(batches: { source: string; kind: string; records: readonly Row[] }[]): string {
  const hash = createHash('sha256')
  for (const { source, kind, records } of batches) hash.update(`${source}/${kind}\n`).update(JSON.stringify(records))
  return hash.digest('hex')
}

/** Deals in the sense of the KPIs: of the sales and repeat pipelines, cards only once they are qualified. */
function realDeals(): number {
  const qualified = new Set(
    company
      .rows('amo', 'stage_changes')
      .filter((row) => row.stage_id === 's_new' || row.stage_id === 'r_new')
      .map((row) => row.entity_id),
  )
  const inCrm = company.rows('crm', 'deals').filter((row) => row.pipeline_id !== 'hiring').length
  return inCrm + company.rows('amo', 'deals').filter((row) => qualified.has(row.id)).length
}

describe('size and people', () => {
  test('about 12,000 leads, 4,500 deals and 90,000 touches in eighteen months', () => {
    const leads = company.rows('crm', 'leads').length + company.rows('amo', 'deals').filter((row) => row.pipeline_id !== 'repeat').length
    expect(leads).toBeGreaterThan(11_000)
    expect(leads).toBeLessThan(13_000)
    expect(realDeals()).toBeGreaterThan(4_100)
    expect(realDeals()).toBeLessThan(4_900)
    const touches = company.both('touches').length
    expect(touches).toBeGreaterThan(82_000)
    expect(touches).toBeLessThan(99_000)
    const first = Math.min(...company.rows('crm', 'leads').map((row) => seconds(row.created_at)))
    expect((seconds(`${lastDay}T23:59:59Z`) - first) / 86_400 / 30.44).toBeCloseTo(18.5, 0)
  })

  test('fourteen salespeople in three teams, a head and a reviewer; one hired in month nine, one left', () => {
    const people = company.rows('crm', 'people')
    const count = (role: string) => people.filter((row) => row.role === role).length
    expect([count('caller'), count('seller'), count('account'), count('head'), count('reviewer')]).toEqual([4, 8, 2, 1, 1])
    expect(company.rows('crm', 'teams')).toHaveLength(3)
    expect(people.filter((row) => row.left_at !== undefined).map((row) => row.id)).toEqual(['s5'])
    expect(people.filter((row) => String(row.hired_at).startsWith('2026-01')).map((row) => row.id)).toEqual(['c2'])
  })

  test('every kind of record occurs, and every channel group brings leads', () => {
    const present = new Set(company.batches.filter((batch) => batch.records.length > 0).map((batch) => batch.kind))
    expect(recordKinds.map((kind) => kind.name).filter((name) => !present.has(name))).toEqual([])
    const groups = new Set([...company.rows('crm', 'leads'), ...company.rows('amo', 'deals')].map((row) => row.channel))
    expect(CHANNEL_GROUPS.filter((group) => !groups.has(group))).toEqual([])
  })

  test('a shift of the 2/2 rota is followed by two days off', () => {
    const rows = company.rows('crm', 'attendance').filter((row) => row.person_id === 'c1' && (row.kind === 'shift' || row.kind === 'off'))
    const kinds = rows
      .slice(0, 12)
      .map((row) => row.kind)
      .join(' ')
    expect(kinds).toMatch(/shift shift off off shift shift off off/)
  })
})

describe('the contract', () => {
  test('required columns are there, choices are known, times and days are readable', () => {
    const problems = new Set<string>()
    for (const { kind, records } of company.batches) {
      const columns = recordKinds.find((one) => one.name === kind)?.columns ?? []
      for (const row of records) {
        for (const column of columns) {
          const value = row[column.name]
          const empty = value === undefined || value === null || value === ''
          if (empty && column.required && row.deleted !== true && column.name !== 'owner_id')
            problems.add(`${kind}.${column.name} is missing`)
          if (empty) continue
          if (column.choices && !column.choices.includes(String(value))) problems.add(`${kind}.${column.name} = ${value}`)
          if (column.type === 'time' && Number.isNaN(Date.parse(String(value)))) problems.add(`${kind}.${column.name} = ${value}`)
          if (column.type === 'day' && !/^\d{4}-\d\d-\d\d$/.test(String(value))) problems.add(`${kind}.${column.name} = ${value}`)
          if ((column.type === 'decimal' || column.type === 'number') && !Number.isFinite(value))
            problems.add(`${kind}.${column.name} = ${value}`)
        }
      }
    }
    expect([...problems]).toEqual([])
  })

  test('rows fit the schemas, and only leads and cards carry columns of their own', () => {
    const foreign = new Set<string>()
    for (const { kind, records } of company.batches) {
      const known = new Set([
        ...(recordKinds.find((one) => one.name === kind)?.columns ?? []).map((column) => column.name),
        'updated_at',
        'deleted',
      ])
      for (let i = 0; i < records.length; i += 97) {
        expect(recordSchemas[kind]?.safeParse(records[i]).success).toBe(true)
        for (const name of Object.keys(records[i] as Row)) if (!known.has(name)) foreign.add(`${kind}.${name}`)
      }
    }
    expect([...foreign].sort()).toEqual(['deals.budget', 'deals.landing', 'deals.language', 'leads.budget', 'leads.landing'])
  })

  test('every reference points at a record', () => {
    const missing = new Map<string, number>()
    const idsOf = new Map<string, Set<string>>()
    const known = (source: 'crm' | 'amo', kind: string) => {
      const key = `${source}/${kind}`
      if (!idsOf.has(key)) idsOf.set(key, ids(source, kind))
      return idsOf.get(key) as Set<string>
    }
    for (const { source, kind, records } of company.batches) {
      const refs = (recordKinds.find((one) => one.name === kind)?.columns ?? []).filter(
        (column) => column.type === 'ref' || column.type === 'refs',
      )
      for (const row of records) {
        for (const column of refs) {
          for (const ref of String(row[column.name] ?? '')
            .split(';')
            .filter(Boolean)) {
            const [home, id] = ref.startsWith('crm:') ? (['crm', ref.slice(4)] as const) : ([source, ref] as const)
            if (!column.to?.some((target) => known(home, target).has(id)))
              missing.set(`${kind}.${column.name}`, (missing.get(`${kind}.${column.name}`) ?? 0) + 1)
          }
        }
      }
    }
    expect([...missing]).toEqual([])
  })

  test('a record is named once', () => {
    for (const { kind, records } of company.batches) {
      const key = recordKinds.find((one) => one.name === kind)?.key ?? []
      const names = new Set(records.map((row) => key.map((column) => row[column] ?? '').join('|')))
      expect([kind, names.size]).toEqual([kind, records.length])
    }
  })

  test('nothing that has happened lies after the last day', () => {
    const cut = seconds(`${lastDay}T24:00:00+02:00`)
    for (const kind of ['payments', 'stage_changes', 'owner_changes', 'value_changes', 'visits', 'feedback', 'script_checks']) {
      for (const row of company.both(kind)) expect(seconds(row.at)).toBeLessThan(cut)
    }
    for (const row of company.both('touches')) expect(seconds(row.booked_at ?? row.at)).toBeLessThan(cut)
    for (const row of [...company.both('deals'), ...company.rows('crm', 'leads')])
      expect(seconds(row.closed_at ?? row.created_at)).toBeLessThan(cut)
  })

  test('the settings of the demo workspace are settings', () => {
    expect(applySettingPatch(DEFAULT_SETTINGS, demoSettings).calendars).toHaveLength(4)
  })
})

describe('the same company again', () => {
  test('the same seed and last day give the same bytes, another seed others', () => {
    const small = { lastDay: '2025-09-10', firstDay: '2025-05-01' }
    const read = (seed: number) => hashOf(readCompany({ ...small, seed }).batches)
    const again = hashOf(readCompany({ seed: 1, ...small }).batches)
    expect(again).toBe(read(1))
    expect(read(2)).not.toBe(again)
  })
})
