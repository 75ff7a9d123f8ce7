// What the screens of one person draw: a figure on its own scale, and the course of a case on one line of time.
import { expect, it } from 'vitest'
import { pickFairly } from '../../src/app/queue-calls.ts'
import type { Answer, PlainCell } from '../../src/contract/answer.ts'
import type { TimelineEvent } from '../../src/contract/timelines.ts'
import { prepareCourse } from '../../web/charts/prepare/course.ts'
import { prepareOpenerMap } from '../../web/charts/prepare/opener-map.ts'
import { prepareOwnStrip } from '../../web/charts/prepare/own-strip.ts'
import { type Command, findCommands } from '../../web/kit/find-command.ts'

const cell = (value: number | null, low: number | null = null, high: number | null = null): PlainCell => ({
  ...{ value, n: 10, low, high, pending: 0, excluded: 0, unpriced: 0, why: value === null ? 'no_cases' : null },
})

it('places a figure between its own level and the band of the others, and cuts limits that reach beyond', () => {
  const peers = { people: 7, median: 20, low: 10, high: 30 }
  const strip = prepareOwnStrip({ cell: { ...cell(40, -500, 45), previous: cell(20) }, peers })
  // The scale runs from 10 − 9 to 40 + 9.
  expect(strip?.now).toBeCloseTo(39 / 48)
  expect(strip?.before).toBeCloseTo(19 / 48)
  expect(strip?.band?.from).toBeCloseTo(9 / 48)
  expect(strip?.low).toBe(0)
  expect(strip?.high).toBeCloseTo(44 / 48)
  expect(prepareOwnStrip({ cell: cell(null), peers })).toBeNull()
  expect(prepareOwnStrip({ cell: cell(0), peers: null })?.now).toBeCloseTo(0.5)
})

it('draws stays as bands to the next stay and touches at their moments', () => {
  const unknown = { id: null, name: null }
  const event = (day: number, kind: TimelineEvent['kind'], part: Partial<TimelineEvent> = {}): TimelineEvent => ({
    ...{ at: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`, kind, person: unknown, stage: null, days: null, touch: null, task: null },
    ...{ amount: null, reason: null, ...part },
  })
  const stage = (id: string) => ({ stage: { id, name: id } })
  const call = (direction: string, outcome: string) => ({ touch: { kind: 'call', direction, outcome, duration_s: 5 } })
  const { bands, marks } = prepareCourse({
    as_of: '2026-11-11T00:00:00Z',
    events: [
      event(1, 'stage', stage('a')),
      event(3, 'touch', call('out', 'no_answer')),
      event(6, 'stage', stage('b')),
      event(7, 'touch', call('in', 'answered')),
      event(8, 'stage', stage('a')),
      event(9, 'payment', { amount: 5 }),
    ],
  })
  expect(bands.map(({ name, from, to, nth }) => [name, from, to, nth])).toEqual([
    ['a', 0, 0.5, 0],
    ['b', 0.5, 0.7, 1],
    ['a', 0.7, 1, 0],
  ])
  expect(marks).toEqual([
    { at: 0.2, side: 'ours', isMissed: true },
    { at: 0.6, side: 'theirs', isMissed: false },
    { at: 0.8, side: 'money', isMissed: false },
  ])
})

it('queues as many calls of each person, one in turn, who was heard least first, each reason before a second of one', () => {
  const talk = (id: string, person: string, part: Partial<Parameters<typeof pickFairly>[0][number]> = {}) => ({
    ...{ id, person, at: '', direction: 'out', duration_s: 300, company: '0', contact: '0', lost_soon: false, objections: [] },
    ...{ score: null, reviewed: false, recording_url: '', lot: id, ...part },
  })
  const queue = pickFairly(
    [
      ...['a1', 'a2', 'a3', 'a4'].map((id) => talk(id, 'a')),
      talk('a5', 'a', { lost_soon: true }),
      talk('a6', 'a', { lost_soon: true }),
      talk('a7', 'a', { objections: ['price'] }),
      talk('a8', 'a', { reviewed: true }),
      talk('b1', 'b'),
    ],
    3,
  )
  expect(queue.map(({ id }) => id)).toEqual(['b1', 'a5', 'a7', 'a1'])
})

it('tells openers from closers only beyond their limits, and leaves who has too few cases out of the map', () => {
  const row = (id: string, opener: PlainCell, closer: PlainCell) => ({
    person: { id, name: id },
    opener_index: opener,
    closer_index: closer,
  })
  const map = prepareOpenerMap({
    columns: [],
    rows: [
      row('opens', cell(1.2, 1.1, 1.3), cell(0.9, 0.8, 1.01)),
      row('closes', cell(0.8, 0.7, 0.9), cell(1.1, 1.05, 1.2)),
      row('new', cell(null), cell(null)),
    ],
    total: {},
  } as unknown as Answer)
  expect(map.points.map(({ member, opens, closes }) => [member.id, opens, closes])).toEqual([
    ['opens', 'strong', 'even'],
    ['closes', 'weak', 'strong'],
  ])
  expect(map.one).toEqual({ x: 0.5, y: 0.5 })
  expect(map.few.map(({ member }) => member.id)).toEqual(['new'])
})

it('finds a place by the beginnings of its words, names before descriptions', () => {
  const commands: Command[] = [
    { id: 'a', kind: 'kpi', name: 'Закрываемость', also: 'Сколько продаж из лидов' },
    { id: 'b', kind: 'kpi', name: 'Продажи' },
    { id: 'c', kind: 'room', name: 'Люди' },
  ]
  expect(findCommands(commands, 'прод').map(({ id }) => id)).toEqual(['b', 'a'])
  expect(findCommands(commands, 'лид прод').map(({ id }) => id)).toEqual(['a'])
  expect(findCommands(commands, 'нет такого')).toEqual([])
  expect(findCommands(commands, '').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})
