// Adds up what was found of the planted truths over the seeds, holds it against the rule, and writes docs/planted-truths.md but for its
// part about the brief.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from './data.ts'

export const SEEDS = 20
/** Of all intervals together; of those of one truth. */
const COVERAGE = { least: 0.9, most: 0.99, intervals: 200, ofOne: 16 }
/** A truth has to be found in so many seeds. */
const FOUND_LEAST = 16
/** More false findings than chance brings once in a hundred times at the stated rate. */
const CHANCE = 0.01

export const folder = join(cache, 'truths')
export const verdictFile = (seed: number) => join(folder, `seed-${seed}.json`)
export const page = join(import.meta.dirname, '..', 'docs', 'planted-truths.md')

type Named = { truth: string; name: string; is: boolean }
export type Verdict = {
  seed: number
  found: Named[]
  covered: (Named & { of: number; value: number | null; low: number | null; high: number | null })[]
  falsely: (Named & { rate: number })[]
}
type Tally<T> = { truth: string; name: string; k: number; n: number; cases: T[] }
type Page = { lines: string[]; failures: string[] }

function addUp<T extends Named>(all: readonly T[]): Tally<T>[] {
  return [...Map.groupBy(all, ({ truth, name }) => `${truth} ${name}`).values()].map((cases) => {
    const { truth, name } = cases[0]!
    return { truth, name, k: cases.filter(({ is }) => is).length, n: cases.length, cases }
  })
}

/** Most false findings of n that chance brings at this rate, but for once in a hundred times (binomial). */
function mostByChance(n: number, rate: number): number {
  let chance = (1 - rate) ** n
  let left = 1 - chance
  let k = 0
  while (left > CHANCE && k < n) {
    chance *= ((n - k) / (k + 1)) * (rate / (1 - rate))
    left -= chance
    k++
  }
  return k
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function foundPage(verdicts: readonly Verdict[]): Page {
  const rows = addUp(verdicts.flatMap(({ found }) => found))
  return {
    lines: [
      '| truth | what is found | seeds |',
      '|---|---|---|',
      ...rows.map(({ truth, name, k, n }) => `| ${truth} | ${name} | ${k} of ${n} |`),
    ],
    failures: rows.filter(({ k, n }) => k < (FOUND_LEAST / SEEDS) * n).map(({ truth, name, k, n }) => `${truth}, ${name}: ${k} of ${n}`),
  }
}

function coveredPage(verdicts: readonly Verdict[]): Page {
  const rows = addUp(verdicts.flatMap(({ covered }) => covered))
  const cells = rows.flatMap(({ cases }) => cases)
  const share = mean(cells.map(({ is }) => Number(is)))
  const few = verdicts.length === SEEDS && cells.length < COVERAGE.intervals
  return {
    lines: [
      '| truth | 95 % interval of | true value | mean of the values | covers |',
      '|---|---|---|---|---|',
      ...rows.map(({ truth, name, k, n, cases }) => {
        const seen = mean(cases.flatMap(({ value }) => value ?? []))
        return `| ${truth} | ${name} | ${cases[0]!.of.toFixed(3)} | ${seen.toFixed(3)} | ${k} of ${n} |`
      }),
      '',
      `All ${cells.length} intervals together: ${percent(share)} cover the true value.`,
    ],
    failures: [
      ...rows
        .filter(({ k, n }) => k < (COVERAGE.ofOne / SEEDS) * n)
        .map(({ truth, name, k, n }) => `${truth}, ${name}: covers in ${k} of ${n}`),
      ...(share < COVERAGE.least || share > COVERAGE.most ? [`all intervals: ${percent(share)}`] : []),
      ...(few ? [`only ${cells.length} intervals`] : []),
    ],
  }
}

function falselyPage(verdicts: readonly Verdict[]): Page {
  const rows = addUp(verdicts.flatMap(({ falsely }) => falsely)).map((row) => ({
    ...row,
    rate: row.cases[0]!.rate,
    most: mostByChance(row.n, row.cases[0]!.rate),
  }))
  return {
    lines: [
      '| truth | what is found where it is not | stated rate | by chance at most | seeds |',
      '|---|---|---|---|---|',
      ...rows.map(({ truth, name, rate, most, k, n }) => `| ${truth} | ${name} | ${100 * rate} % | ${most} | ${k} of ${n} |`),
    ],
    failures: rows.filter(({ k, most }) => k > most).map(({ truth, name, k, n }) => `${truth}, ${name}: falsely found in ${k} of ${n}`),
  }
}

function pageOf(verdicts: readonly Verdict[]): Page {
  const parts = [
    { title: 'Found', ...foundPage(verdicts) },
    { title: 'The true value is in the interval', ...coveredPage(verdicts) },
    { title: 'Found where it is not', ...falselyPage(verdicts) },
  ]
  return {
    lines: parts.flatMap(({ title, lines }) => ['', `## ${title}`, '', ...lines]),
    failures: parts.flatMap(({ failures }) => failures),
  }
}

const head = (day: string, seeds: number, failures: readonly string[]) => [
  '# Planted truths',
  '',
  'Made by `npm run bench -- truths`; do not edit. The demo company (`demo/truths.ts`) with everything planted, eighteen months, and one',
  'with nothing planted, nine months, are simulated, told to a house and asked as their head would (`test/demo/truth-checks.ts`). The true',
  'values follow from what is planted by arithmetic (`demo/true-figures.ts`).',
  '',
  `Measured on ${day}, seeds 1 to ${seeds}. Rule: every truth is found in at least ${FOUND_LEAST} seeds; ${100 * COVERAGE.least} to ${100 * COVERAGE.most} % of all intervals`,
  `cover the true value, and those of each truth in at least ${COVERAGE.ofOne} seeds; nothing is found where it is not oftener than chance brings at the`,
  `stated rate, but for once in a hundred times. ${failures.length === 0 ? 'The rule is met.' : `The rule is NOT met: ${failures.join('; ')}.`}`,
]

/** Prints what there is; with all seeds writes it down. A failing exit code where the rule is not met. */
export function reportTruths(): void {
  const files = Array.from({ length: SEEDS }, (_, i) => verdictFile(i + 1)).filter((file) => existsSync(file))
  const verdicts = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Verdict)
  const { lines, failures } = pageOf(verdicts)
  const day = new Date().toISOString().slice(0, 10)
  const text = [...head(day, verdicts.length, failures), ...lines].join('\n')
  console.info(text)
  if (failures.length > 0) process.exitCode = 1
  // The part of the brief is made by a bench of its own.
  const whole = readFileSync(page, 'utf8')
  if (verdicts.length === SEEDS) writeFileSync(page, `${text}\n\n${whole.slice(whole.indexOf('## The brief'))}`)
}
