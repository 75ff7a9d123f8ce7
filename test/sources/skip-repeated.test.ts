import { expect, it } from 'vitest'
import { skipRepeated } from '../../src/app/skip-repeated.ts'
import type { Mapped, MappedRecord } from '../../src/sources/source.ts'

const row = { raw: { id: 's' }, file: 'pipelines', line: 1, spot: '', about: {} }
const stage = (name: string): MappedRecord => ({ kind: 'stages', row, values: { id: 's', name } })
const deal: MappedRecord = { kind: 'deals', row, values: { id: 'd' } }
const refused = [{ kind: 'people', column: 'email', value: 'x', reason: 'no address', row }]
const told = (...records: MappedRecord[]): Mapped => ({ records, refused })

it('what stands beside each part is told once, and again only when it is other than before', () => {
  const onlyNew = skipRepeated()
  expect(onlyNew(told(stage('New'), deal))).toEqual(told(stage('New'), deal))
  expect(onlyNew(told(stage('New'), deal))).toEqual({ records: [deal], refused: [] })
  expect(onlyNew(told(stage('Fresh'))).records).toEqual([stage('Fresh')])
  expect(onlyNew(told(stage('New'))).records).toEqual([stage('New')])
})
