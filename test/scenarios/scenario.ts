// The form of a scenario: records, settings, a moment, questions and the cells they must give, written as scenarios are told.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** A number, a quotient such as '2/3', or a cell of which only the keys named are compared; counts not named are 0. */
const figure = z.union([z.number(), z.string().regex(/^-?[\d.]+\/[\d.]+$/)])
const cell = z.union([
  figure,
  z.strictObject({
    value: figure.nullable().optional(),
    n: z.number().optional(),
    low: figure.nullable().optional(),
    high: figure.nullable().optional(),
    pending: z.number().optional(),
    excluded: z.number().optional(),
    unpriced: z.number().optional(),
    why: z.string().optional(),
  }),
])
export type ExpectedCell = z.infer<typeof cell>
const cells = z.record(z.string(), cell)

const question = z.record(z.string(), z.unknown())
const kpiQuestion = z.strictObject({
  query: question,
  total: cells.optional(),
  /** Ids of the row's dimensions (and its period) joined by a space, without source; ? = unknown. These are all rows. */
  rows: z.record(z.string(), cells).optional(),
})
const otherQuestion = z.strictObject({
  ask: z.enum([
    'query',
    'confidence',
    'funnel',
    'attribution',
    'ledger',
    'lost',
    'records',
    'explain',
    'bottlenecks',
    'curve',
    'factors',
    'brief',
    'plans',
    'today',
    'cohorts',
    'cltv',
    'offers',
  ]),
  query: question,
  /** Keys of the answer that must be so; lists by position, objects by the keys named, cells as above. */
  answer: z.record(z.string(), z.unknown()),
})

const scenarioSchema = z.strictObject({
  name: z.string(),
  as_of: z.string(),
  settings: z.record(z.string(), z.unknown()).default({}),
  records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  questions: z.array(z.union([kpiQuestion, otherQuestion])),
})
export type Scenario = z.infer<typeof scenarioSchema> & { file: string }
export type Question = Scenario['questions'][number]

const HOUR_MS = 3_600_000

/** `times: 3` stands for three records, an hour apart, with ids; what belongs to `entity_id: X` comes along. */
function spelledOut(record: Record<string, unknown>): Record<string, unknown>[] {
  const { times, ...one } = record
  if (typeof times !== 'number') return [one]
  const later = (at: string, hours: number) => new Date(Date.parse(`${at}Z`) + hours * HOUR_MS).toISOString().slice(0, 19)
  const copy = (i: number) =>
    Object.entries(one).map(([key, value]) => {
      if (key === 'id' || key === 'entity_id') return [key, `${String(value)}-${i + 1}`]
      return [key, /^(?:.+_)?at$/.test(key) ? later(String(value), i) : value]
    })
  return Array.from({ length: times }, (_, i) => Object.fromEntries(copy(i)))
}

/** Every scenario beside this file. */
export function loadScenarios(folder: string): Scenario[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
  return files.map((file) => {
    const scenario = scenarioSchema.parse(parse(readFileSync(join(folder, file), 'utf8')))
    const records = Object.entries(scenario.records).map(([kind, rows]) => [kind, rows.flatMap(spelledOut)] as const)
    return { file, ...scenario, records: Object.fromEntries(records) }
  })
}

export const toNumber = (written: number | string): number => {
  if (typeof written === 'number') return written
  const [above, below] = written.split('/').map(Number)
  return above! / below!
}

const TOLERANCE = 1e-6
const counts = ['pending', 'excluded', 'unpriced'] as const

/** What the cell should have been, and what it is, reduced to the keys compared; near numbers are made equal. */
export function compareCells(expected: ExpectedCell, actual: Record<string, unknown> | undefined): { expected: unknown; actual: unknown } {
  if (typeof expected !== 'object') {
    const value = toNumber(expected)
    return { expected: value, actual: settle(value, actual?.value) }
  }
  const zeros = Object.fromEntries(counts.map((key) => [key, 0]))
  const wanted = Object.entries({ ...zeros, ...expected }).map(([key, value]) => [key, isFigure(value) ? toNumber(value) : value] as const)
  return {
    expected: Object.fromEntries(wanted),
    actual: Object.fromEntries(wanted.map(([key, value]) => [key, settle(value, actual?.[key])])),
  }
}

const isFigure = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && /^-?[\d.]+\/[\d.]+$/.test(value))

function settle(wanted: unknown, found: unknown): unknown {
  if (typeof wanted !== 'number' || typeof found !== 'number') return found
  return Math.abs(wanted - found) <= TOLERANCE ? wanted : found
}

/** The parts of an answer that an expectation names. */
export function compareParts(expected: unknown, actual: unknown): { expected: unknown; actual: unknown } {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return { expected, actual }
    const parts = expected.map((one, i) => compareParts(one, actual[i]))
    return {
      expected: [...parts.map((part) => part.expected), 'length', expected.length],
      actual: [...parts.map((part) => part.actual), 'length', actual.length],
    }
  }
  if (typeof expected === 'object' && expected !== null) {
    if (isCell(actual)) return compareCells(expected as ExpectedCell, actual)
    const found = (actual ?? {}) as Record<string, unknown>
    const parts = Object.entries(expected).map(([key, value]) => [key, compareParts(value, found[key])] as const)
    return {
      expected: Object.fromEntries(parts.map(([key, part]) => [key, part.expected])),
      actual: Object.fromEntries(parts.map(([key, part]) => [key, part.actual])),
    }
  }
  if (isFigure(expected)) {
    const value = toNumber(expected)
    return { expected: value, actual: settle(value, isCell(actual) ? actual.value : actual) }
  }
  return { expected, actual }
}

const isCell = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'why' in value && 'unpriced' in value
