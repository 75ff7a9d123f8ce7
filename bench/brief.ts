// What the brief says of a company in which nothing changes, and how soon it sees a change. Seeds can be run in parts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nothingPlanted } from '../demo/truths.ts'
import { changes, delaysOf, mondays, readBriefs, simulateChange } from '../test/demo/changed-company.ts'
import { tellBatches, tellCompany } from '../test/demo/planted-house.ts'
import { openToldHouse } from '../test/shared/told-house.ts'
import { folder, page } from './truths-report.ts'

/** Seeds with a company in which something changes. */
const SEEDS = 20
/** False alarms of the brief of a workspace and week. */
const ALARMS_MOST = 1
/** What a level is taken from comes after the months in which a new company has no sales to lose yet. */
const stable = { plant: nothingPlanted, firstDay: '2025-11-01' }

type Said = {
  seed: number
  /** Findings of the stable company, one list a week. */
  found: string[][]
  /** Days until the brief says each change; null = not in the weeks looked at. */
  delays: (number | null)[]
}
const saidFile = (seed: number) => join(folder, `brief-${seed}.json`)

/** The companies of a seed are told to a kept house once; remove the folder to tell them again. */
async function readSeed(seed: number): Promise<Said> {
  const told = await openToldHouse(join(folder, `brief-${seed}`))
  const done = (company: string) => join(folder, `brief-${seed}.${company}`)
  const tellOnce = async (company: string, tell: () => Promise<void>) => {
    if (existsSync(done(company))) return
    await tell()
    writeFileSync(done(company), '')
  }
  await tellOnce('stable', () => tellCompany(told, 'stable', { seed, ...stable }))
  await tellOnce('changed', () => tellBatches(told, 'changed', simulateChange(seed)))
  const found = (await readBriefs(told.house, 'stable')).map(({ findings }) => findings.map(({ id }) => id))
  const delays = delaysOf(await readBriefs(told.house, 'changed'))
  await told.close()
  return { seed, found, delays }
}

/** Seeds `1-5`; absent = all. */
export async function benchBrief(_times: number, seeds = `1-${SEEDS}`): Promise<void> {
  const [first = 1, last = first] = seeds.split('-').map(Number)
  mkdirSync(folder, { recursive: true })
  for (let seed = first; seed <= last; seed++) {
    const start = performance.now()
    writeFileSync(saidFile(seed), JSON.stringify(await readSeed(seed), null, 1))
    console.info(`seed ${seed}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  reportBrief()
}

/** Prints what there is, and writes it into its part of the page of planted truths. A failing exit code where the budget is not met. */
function reportBrief(): void {
  const files = Array.from({ length: SEEDS }, (_, i) => saidFile(i + 1)).filter((file) => existsSync(file))
  const said = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Said)
  const weeks = said.length * mondays.length
  const alarms = said.flatMap(({ found }) => found.flat())
  if (alarms.length > ALARMS_MOST * weeks) process.exitCode = 1
  const often = [...Map.groupBy(alarms, (id) => id)].map(([id, all]) => ({ id, n: all.length })).sort((a, b) => b.n - a.n)
  const text = [
    '## The brief',
    '',
    `Made by \`npm run bench -- brief\` on ${new Date().toISOString().slice(0, 10)}, seeds ${said.map(({ seed }) => seed).join(', ')}; ${mondays.length} Mondays each.`,
    '',
    `A company of a year in which nothing is planted: ${alarms.length} findings in ${weeks} briefs, ${(alarms.length / Math.max(1, weeks)).toFixed(2)} a week; at most ${ALARMS_MOST}.`,
    `The oftenest: ${often
      .slice(0, 3)
      .map(({ id, n }) => `${id} (${n})`)
      .join(', ')}.`,
    '',
    '| what changes | from | finding | median delay | longest | said in |',
    '|---|---|---|---|---|---|',
    ...changes.map(
      ({ name, since, id }, i) => `| ${name} | ${since} | ${id} | ${delayCells(said.map(({ delays }) => delays[i] ?? null))} |`,
    ),
    '',
  ].join('\n')
  console.info(text)
  const whole = readFileSync(page, 'utf8')
  writeFileSync(page, whole.slice(0, whole.indexOf('## The brief')) + text)
}

/** In the middle, the longest, how often at all. */
function delayCells(delays: readonly (number | null)[]): string {
  const sorted = delays.map((days) => days ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  const said = sorted.filter(Number.isFinite)
  const days = (value: number) => (Number.isFinite(value) ? `${value} days` : 'not in the weeks looked at')
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.POSITIVE_INFINITY
  return `${days(middle)} | ${days(said.at(-1) ?? Number.POSITIVE_INFINITY)} | ${said.length} of ${delays.length}`
}
