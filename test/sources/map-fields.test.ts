import { describe, expect, it } from 'vitest'
import { FIELD_TARGETS } from '../../src/contract/field-targets.ts'
import { findRecordKind } from '../../src/contract/records/kinds.ts'
import { guessField } from '../../src/kpi/field-names.ts'
import { mapFields } from '../../src/sources/map-fields.ts'
import type { MappedRecord } from '../../src/sources/source.ts'

const row = { raw: {}, file: 'x', line: 1, spot: '', about: {} }
const record = (kind: string, values: MappedRecord['values']): MappedRecord => ({ kind, values, row })
const mapped = (records: MappedRecord[], fields: Record<string, string>) =>
  mapFields({ records, refused: [] }, fields).records.map(({ kind, values }) => [kind, values])

describe('fields of a CRM', () => {
  it('fill columns that there are', () => {
    for (const target of FIELD_TARGETS) {
      const [kind = '', column = ''] = target.split('.')
      const names = column === 'nps' ? ['score'] : findRecordKind(kind)!.columns.map(({ name }) => name)
      expect(names).toContain(column === 'nps' ? 'score' : column)
    }
  })

  it('fill them beside extra: money as a number however it is written, an answer as feedback', () => {
    const deal = record('deals', { id: '1', contact_id: '5', amount: '0', extra: { Бюджет: '1 500,50 ₴', NPS: '9', Регион: 'Киев' } })
    expect(
      mapped([deal], { 'deals.amount': 'Бюджет', 'deals.nps': 'NPS', 'deals.product': 'нет такого', 'leads.product': 'Регион' }),
    ).toEqual([
      ['deals', { ...deal.values, amount: '1500.50' }],
      ['feedback', { id: 'nps-deals-1', at: undefined, kind: 'nps', score: '9', deal_id: '1', contact_id: '5' }],
    ])
    const wrong = record('deals', { id: '2', amount: '7', extra: { Бюджет: 'уточнить' } })
    expect(mapped([wrong], { 'deals.amount': 'Бюджет' })).toEqual([['deals', wrong.values]])
    expect(mapped([deal], { 'deals.amount': '' })).toEqual([['deals', deal.values]])
  })

  it('that were answered otherwise make what is read again newer, also where nothing is filled any more', () => {
    const company = record('companies', { id: '1', updated_at: '2026-05-01T10:00:00.000Z', extra: { Сегмент: 'B2B' } })
    const at = (fields: Record<string, string>) => mapped([company], fields)[0]![1]
    expect(at({ round: '1', 'companies.segment': 'Сегмент' })).toMatchObject({ segment: 'B2B', updated_at: '2026-05-01T10:00:00.001Z' })
    expect(at({ round: '2' })).toEqual({ ...company.values, updated_at: '2026-05-01T10:00:00.002Z' })
  })
})

it('the name of a field tells what it fills, in four languages', () => {
  expect(guessField('deals.amount', ['Регион', 'Бюджет клиента'])).toBe('Бюджет клиента')
  expect(guessField('companies.segment', ['Segment', 'Сегмент'])).toBe('Segment')
  expect(guessField('companies.region', ['Місто'])).toBe('Місто')
  expect(guessField('companies.industry', ['Branża'])).toBe('Branża')
  expect(guessField('contacts.nps', ['NPS последний'])).toBe('NPS последний')
  expect(guessField('deals.lost_reason', ['Powód odmowy'])).toBe('Powód odmowy')
  expect(guessField('deals.product', ['Продукция конкурента', 'Комментарий'])).toBeNull()
})
