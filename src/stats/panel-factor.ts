// Which habit goes with a good result, over people and months: a slope adjusted for the mix of leads, with a test that holds for few people.

import { clamp } from './estimate.ts'
import { seededRandom } from './seeded-random.ts'
import { studentQuantile, TAIL95 } from './special-functions.ts'

/** One person in one month: the habit x, the result y, what is held equal (numbers), and groups of which each has a level of its own. */
export type PanelRow = { person: string; x: number; y: number; mix: readonly number[]; levels: readonly string[] }

/** Change of y for one standard deviation of x. `best`, `rest`: mean x of the upper third of the people by result, and of the others. */
export type PanelFactor = { effect: number; low: number; high: number; p: number; best: number; rest: number; people: number; rows: number }

const PEOPLE_LEAST = 4
const ROWS_LEAST = 10
const DRAWS = 1999
/** With so few people every pattern of signs is tried. */
const PEOPLE_ENUMERATED = 10

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)

/** What is left of a column when those before it are taken out: modified Gram-Schmidt; a column the others make up is dropped. */
function orthogonal(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = []
  for (const column of columns) {
    const rest = residual(column, basis)
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-9 * Math.sqrt(dot(column, column) || 1)) basis.push(rest.map((x) => x / length))
  }
  return basis
}

function residual(column: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = Float64Array.from(column)
  for (const one of basis) {
    const along = dot(rest, one)
    for (let i = 0; i < rest.length; i++) rest[i]! -= along * one[i]!
  }
  return rest
}

function adjusted(rows: readonly PanelRow[]): { x: Float64Array; y: Float64Array; used: number } {
  const column = (of: (row: PanelRow) => number) => Float64Array.from(rows, of)
  const levels = (rows[0]?.levels ?? []).flatMap((_, k) =>
    [...new Set(rows.map((row) => row.levels[k]!))].map((level) => column((row) => (row.levels[k] === level ? 1 : 0))),
  )
  const mix = (rows[0]?.mix ?? []).map((_, k) => column((row) => row.mix[k]!))
  const basis = orthogonal([column(() => 1), ...levels, ...mix])
  return {
    x: residual(
      column((row) => row.x),
      basis,
    ),
    y: residual(
      column((row) => row.y),
      basis,
    ),
    used: basis.length,
  }
}

/** What a person adds to the slope: the sums of x·y and of x². */
type Sums = { xy: Float64Array; xx: Float64Array; squares: number }

function sumsOf(x: Float64Array, y: Float64Array, places: readonly number[], people: number): Sums {
  const xy = new Float64Array(people)
  const xx = new Float64Array(people)
  for (let i = 0; i < x.length; i++) {
    xy[places[i]!]! += x[i]! * y[i]!
    xx[places[i]!]! += x[i]! * x[i]!
  }
  return { xy, xx, squares: dot(x, x) }
}

/** Slope and its standard error by people (sandwich, Liang and Zeger 1986, Biometrika 73:13-22), y of each person times their sign. */
function slopeOf({ xy, xx, squares }: Sums, signs: Int8Array | null): { slope: number; error: number } {
  const people = xy.length
  let sum = 0
  for (let g = 0; g < people; g++) sum += xy[g]! * (signs?.[g] ?? 1)
  const slope = sum / squares
  let scores = 0
  for (let g = 0; g < people; g++) scores += (xy[g]! * (signs?.[g] ?? 1) - slope * xx[g]!) ** 2
  return { slope, error: (Math.sqrt(scores) / squares) * Math.sqrt(people / (people - 1)) }
}

/** Signs of the people, one pattern a call: all of them where they are few, else seeded ones. */
function signs(people: number, seed: number): Int8Array[] {
  if (people <= PEOPLE_ENUMERATED)
    return Array.from({ length: 2 ** people }, (_, k) => Int8Array.from({ length: people }, (__, g) => ((k >> g) & 1 ? 1 : -1)))
  const random = seededRandom(seed)
  return Array.from({ length: DRAWS }, () => Int8Array.from({ length: people }, () => (random.uniform() < 0.5 ? 1 : -1)))
}

/**
 * The factor over all rows; null with fewer than 4 people or 10 rows, or where x or y does not vary beyond what is held equal.
 * Frisch and Waugh 1933; p by the restricted wild cluster bootstrap with Rademacher signs of whole people, which keeps its level with
 * few people: Cameron, Gelbach and Miller 2008, Review of Economics and Statistics 90:414-427. Limits: sandwich with Student's t.
 */
export function panelFactor(rows: readonly PanelRow[], seed: number): PanelFactor | null {
  const names = [...new Set(rows.map(({ person }) => person))]
  if (names.length < PEOPLE_LEAST || rows.length < ROWS_LEAST) return null
  const { x, y, used } = adjusted(rows)
  const sd = Math.sqrt(dot(x, x) / Math.max(1, rows.length - used))
  const spread = Math.max(...rows.map((row) => Math.abs(row.x)), ...rows.map((row) => Math.abs(row.y)), 1e-12)
  if (!(sd > 1e-9 * spread) || !(dot(y, y) > (1e-9 * spread) ** 2) || rows.length <= used + 2) return null
  const place = new Map(names.map((name, i) => [name, i]))
  const places = rows.map(({ person }) => place.get(person)!)
  const sums = sumsOf(x, y, places, names.length)
  const { slope, error } = slopeOf(sums, null)
  const seen = Math.abs(slope / error)
  const patterns = signs(names.length, seed)
  const asFar = patterns.filter((pattern) => {
    const drawn = slopeOf(sums, pattern)
    return Math.abs(drawn.slope / drawn.error) >= seen * (1 - 1e-9)
  }).length
  const half = studentQuantile(1 - TAIL95, names.length - 1) * error
  return {
    effect: slope * sd,
    low: (slope - half) * sd,
    high: (slope + half) * sd,
    p: clamp(asFar / patterns.length, 1 / patterns.length, 1),
    ...bestAndRest(rows, names),
    people: names.length,
    rows: rows.length,
  }
}

function bestAndRest(rows: readonly PanelRow[], names: readonly string[]): { best: number; rest: number } {
  const ofPerson = names.map((name) => rows.filter(({ person }) => person === name))
  const ranked = ofPerson.toSorted((a, b) => mean(b.map(({ y }) => y)) - mean(a.map(({ y }) => y)))
  const top = Math.max(1, Math.round(names.length / 3))
  const habit = (own: readonly PanelRow[][]) => mean(own.map((list) => mean(list.map(({ x }) => x))))
  return { best: habit(ranked.slice(0, top)), rest: habit(ranked.slice(top)) }
}
