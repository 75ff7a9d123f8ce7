import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenFor, openRecordHouse, type RecordHouse } from '../../../test/shared/record-house.ts'
import { writeStages } from './write-stages.ts'

let house: RecordHouse
beforeAll(async () => {
  house = await openRecordHouse()
})
afterAll(() => house.stop())

const stage = (id: string, name: string, position: number, more: object = {}) => ({ id, pipeline_id: 'p', name, position, ...more })

const stages = async (ws: number, columns: string) =>
  house.warehouse.query<Record<string, unknown>>(`SELECT id, ${columns} FROM stage_meta FINAL WHERE ws = ${ws} ORDER BY pipeline, place`)
const pipelines = async (ws: number) =>
  house.warehouse.query(`SELECT source, id, name, kind, has_qualified FROM pipeline_meta FINAL WHERE ws = ${ws} ORDER BY id`)

test('open stages come first in the order of position and id, each with the next one that is not archived', async () => {
  await house.take(1, {
    pipelines: [{ id: 'p', name: 'Sales' }],
    stages: [
      stage('won', 'Won', 1, { kind: 'won' }),
      stage('b', 'S2', 20),
      stage('old', 'S3', 20.5, { archived: true }),
      stage('c', 'S4', 30, { kind: 'open' }),
      stage('a2', 'S1b', 10),
      stage('a1', 'S1', 10),
      stage('lost', 'Lost', 0, { kind: 'lost' }),
    ],
  })
  await writeStages(house.warehouse, givenFor(1))
  expect(await stages(1, 'place, next_place, toString(kind) AS kind')).toEqual([
    { id: 'a1', place: 1, next_place: 2, kind: 'open' },
    { id: 'a2', place: 2, next_place: 3, kind: 'open' },
    { id: 'b', place: 3, next_place: 5, kind: 'open' },
    { id: 'old', place: 4, next_place: 5, kind: 'open' },
    { id: 'c', place: 5, next_place: 0, kind: 'open' },
    { id: 'lost', place: 6, next_place: 0, kind: 'lost' },
    { id: 'won', place: 7, next_place: 0, kind: 'won' },
  ])
})

test('a milestone is what the head said, else what was sent, else what the name tells; a lost stage has none by name', async () => {
  await house.take(2, {
    pipelines: [{ id: 'p', name: 'Sales' }],
    stages: [
      stage('1', 'Новая заявка', 1),
      stage('2', 'КП отправлено', 2, { milestone: 'qualified' }),
      stage('3', 'КП отправлено', 3, { days_max: 5 }),
      stage('4', 'Договор', 4, { days_max: 5 }),
      stage('5', 'Оплачено', 5, { kind: 'won' }),
      stage('6', 'Не оплачено', 6, { kind: 'lost' }),
      stage('7', 'Этап 7', 0),
    ],
  })
  const confirmed = { 'crm:3': { milestone: 'meeting_held', days_max: 9 }, 'crm:4': { milestone: null, days_max: null } }
  await writeStages(house.warehouse, givenFor(2, { stages: confirmed }))
  expect(await stages(2, 'toString(milestone) AS milestone, milestone_no, qualified, days_max')).toEqual([
    { id: '7', milestone: '', milestone_no: -1, qualified: false, days_max: null },
    { id: '1', milestone: 'new', milestone_no: 0, qualified: false, days_max: null },
    { id: '2', milestone: 'qualified', milestone_no: 2, qualified: true, days_max: null },
    { id: '3', milestone: 'meeting_held', milestone_no: 4, qualified: true, days_max: 9 },
    { id: '4', milestone: '', milestone_no: -1, qualified: false, days_max: null },
    { id: '5', milestone: 'paid', milestone_no: 9, qualified: true, days_max: null },
    { id: '6', milestone: '', milestone_no: -1, qualified: false, days_max: null },
  ])
})

test('a pipeline knows whether an open stage of it qualifies; its kind is what the head said, else what was sent, else sales', async () => {
  await house.take(3, {
    pipelines: [
      { id: 'p', name: 'Main', kind: 'qualification' },
      { id: 'q', name: 'Найм', kind: 'sales' },
      { id: 'r', name: 'Сервис' },
    ],
    stages: [
      stage('1', 'Встреча назначена', 1),
      { id: '2', pipeline_id: 'q', name: 'Новая', position: 1 },
      { id: '3', pipeline_id: 'q', name: 'Оплачено', position: 2, kind: 'won' },
      { id: '4', pipeline_id: 'pbx:7', name: 'Квалифицирован', position: 2 },
    ],
  })
  await writeStages(house.warehouse, givenFor(3, { pipelines: { 'crm:q': { kind: 'other' } } }))
  expect(await pipelines(3)).toEqual([
    { source: 'pbx', id: '7', name: '7', kind: 'sales', has_qualified: true },
    { source: 'crm', id: 'p', name: 'Main', kind: 'qualification', has_qualified: true },
    { source: 'crm', id: 'q', name: 'Найм', kind: 'other', has_qualified: false },
    { source: 'crm', id: 'r', name: 'Сервис', kind: 'sales', has_qualified: false },
  ])
  expect(await stages(3, 'toString(pipeline_kind) AS kind')).toEqual(
    expect.arrayContaining([
      { id: '1', kind: 'qualification' },
      { id: '2', kind: 'other' },
      { id: '4', kind: 'sales' },
    ]),
  )
})

test('a stage that is deleted, and a pipeline nobody names any more, are struck out the next time', async () => {
  await house.take(4, { stages: [stage('1', 'New', 1), stage('2', 'Paid', 2)] })
  await writeStages(house.warehouse, givenFor(4, {}, '16'))
  await house.take(4, {
    stages: [
      { ...stage('1', 'New', 1), deleted: true, updated_at: '2026-05-01' },
      { ...stage('2', 'Paid', 2), pipeline_id: 'z', updated_at: '2026-05-01' },
    ],
  })
  await writeStages(house.warehouse, givenFor(4, {}, '32'))
  expect((await stages(4, '1')).map(({ id }) => id)).toEqual(['2'])
  expect(await pipelines(4)).toMatchObject([{ id: 'z' }])
})
