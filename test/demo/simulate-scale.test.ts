// The bench data sets: copies of the company that share nothing but the set-up.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { query } from 'chdb'
import { afterAll, expect, test } from 'vitest'
import { scaleKinds, writeScaleCompany } from '../../demo/simulate-scale.ts'

const dir = mkdtempSync(join(tmpdir(), 'scale-'))
afterAll(() => rmSync(dir, { recursive: true }))

const files = writeScaleCompany(dir, { seed: 1, firstDay: '2026-01-01', lastDay: '2026-03-05', times: 3 })
const rowsOf = (kind: string) => files.find((file) => file.kind === kind)?.rows ?? 0
const table = (kind: string) => `file('${join(dir, `${kind}.parquet`)}', 'Parquet')`
const number = (sql: string) => Number(query(sql, 'CSV'))

test('every kind is written, cases once a copy, the set-up once', () => {
  expect(files.map((file) => file.kind).sort()).toEqual([...scaleKinds].sort())
  expect(rowsOf('leads') % 3).toBe(0)
  expect(rowsOf('people')).toBe(3 * 15)
  expect(number(`SELECT uniqExact(id) FROM ${table('leads')}`)).toBe(rowsOf('leads'))
  expect(number(`SELECT uniqExact(id) FROM ${table('stages')}`)).toBe(rowsOf('stages'))
})

test('references stay inside a copy and resolve', () => {
  for (const [kind, column, target] of [
    ['deals', 'lead_id', 'leads'],
    ['touches', 'contact_id', 'contacts'],
    ['leads', 'owner_id', 'people'],
    ['stage_changes', 'stage_id', 'stages'],
  ]) {
    const lost = number(
      `SELECT count() FROM ${table(kind as string)} WHERE ifNull(${column}, '') != '' AND ${column} NOT IN (SELECT id FROM ${table(target as string)})`,
    )
    expect([kind, column, lost]).toEqual([kind, column, 0])
  }
})

test('no client of one copy looks like a client of another', () => {
  for (const column of ['phone', 'email']) expect(number(`SELECT uniqExact(${column}) FROM ${table('contacts')}`)).toBe(rowsOf('contacts'))
  expect(number(`SELECT uniqExact(domain) FROM ${table('companies')}`)).toBe(rowsOf('companies'))
})

test('times and money are typed', () => {
  expect(
    query(
      `SELECT toTypeName(created_at) LIKE '%DateTime64%', toTypeName(amount) LIKE '%Decimal%' FROM ${table('deals')} LIMIT 1`,
      'CSV',
    ).trim(),
  ).toBe('1,1')
})
