// A company extended by some days has the same past: what had happened is not changed by what happens next.
import { expect, test } from 'vitest'
import type { Row } from '../../demo/book.ts'
import { readCompany, seconds } from './read-company.ts'

const firstDay = '2026-01-01'
const cut = seconds('2026-07-14T00:00:00+03:00')
const before = readCompany({ firstDay, lastDay: '2026-07-13' })
const after = readCompany({ firstDay, lastDay: '2026-07-20' })

const moment: Record<string, (row: Row) => number> = {
  touches: (row) => seconds(row.at),
  stage_changes: (row) => seconds(row.at),
  owner_changes: (row) => seconds(row.at),
  value_changes: (row) => seconds(row.at),
  payments: (row) => seconds(row.at),
  invoices: (row) => seconds(row.issued_at),
  deal_items: (row) => seconds(row.added_at),
  script_checks: (row) => seconds(row.at),
  feedback: (row) => seconds(row.at),
  spend: (row) => seconds(`${row.day}T00:00:00+03:00`),
  rates: (row) => seconds(`${row.day}T00:00:00+03:00`),
}

for (const [kind, at] of Object.entries(moment)) {
  test(`${kind} of the past are the same when the company is extended`, () => {
    const past = (rows: readonly Row[]) =>
      rows
        .filter((row) => at(row) < cut)
        .map((row) => JSON.stringify(row))
        .sort()
    expect(past(after.both(kind))).toEqual(past(before.both(kind)))
  })
}

test('the new days bring touches, moves and money', () => {
  for (const kind of ['touches', 'stage_changes', 'payments', 'spend'])
    expect(after.both(kind).length).toBeGreaterThan(before.both(kind).length)
})

test('visits of the past are there already, before anybody knows whose they are', () => {
  const past = (rows: readonly Row[]) =>
    rows
      .filter((row) => seconds(row.at) < cut)
      .map((row) => `${row.visitor_id} ${row.at} ${row.url} ${row.channel}`)
      .sort()
  expect(past(after.both('visits'))).toEqual(past(before.both('visits')))
})

test('a case that changes in the new days gets a newer version, the others stay as they are', () => {
  for (const kind of ['leads', 'deals', 'tasks', 'contacts', 'companies', 'people', 'stages']) {
    for (const source of ['crm', 'amo'] as const) {
      const newer = new Map(after.rows(source, kind).map((row) => [row.id, row]))
      for (const row of before.rows(source, kind)) {
        const next = newer.get(row.id)
        expect(next, `${kind} ${row.id} is gone`).toBeDefined()
        if (JSON.stringify(next) !== JSON.stringify(row))
          expect(seconds(next?.updated_at), `${kind} ${row.id}`).toBeGreaterThan(seconds(row.updated_at))
      }
    }
  }
})

test('with the default first day the past is the same within a month', () => {
  const one = readCompany({ lastDay: '2026-11-09' })
  const two = readCompany({ lastDay: '2026-11-10' })
  const moves = (rows: readonly Row[]) => rows.filter((row) => seconds(row.at) < seconds('2026-11-09T22:00:00Z')).length
  expect(moves(two.both('stage_changes'))).toBe(one.both('stage_changes').length)
})
