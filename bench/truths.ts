// How often the planted truths of the demo company are found, how often the true value is in the interval, how often something is found
// where nothing is planted. Seeds can be run in parts.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nothingPlanted, plantTruths } from '../demo/truths.ts'
import { askTruths, type TruthsFound, tellCompany } from '../test/demo/planted-house.ts'
import { covers, falsely, falselyBeside, founds, intervals } from '../test/demo/truth-checks.ts'
import { openToldHouse, type ToldHouse } from '../test/shared/told-house.ts'
import { folder, reportTruths, SEEDS, type Verdict, verdictFile } from './truths-report.ts'

const planted = plantTruths()
/** Nine months are enough for chance to find something. */
const plain = { plant: nothingPlanted, firstDay: '2026-03-01' }
const plainMonths = { quiet: { from: '2026-03-01', to: '2026-09-01' }, since: '2026-07-01' }

function judge(everything: TruthsFound, nothing: TruthsFound): Pick<Verdict, 'found' | 'covered' | 'falsely'> {
  return {
    found: founds.map(({ truth, name, holds }) => ({ truth, name, is: holds(everything) })),
    covered: intervals.map(({ truth, name, of, interval }) => {
      const [cell, value] = [interval(everything), of(planted)]
      const { value: seen = null, low = null, high = null } = cell ?? {}
      return { truth, name, is: covers(cell, value), of: value, value: seen, low, high }
    }),
    falsely: [
      ...falsely.map(({ truth, name, rate, holds }) => ({ truth, name, rate, is: holds(nothing) })),
      ...falselyBeside.map(({ truth, name, rate, holds }) => ({ truth, name, rate, is: holds(everything) })),
    ],
  }
}

/** The two companies of a seed are told to a kept house once; remove the folder to tell them again. */
async function openHouseOf(seed: number): Promise<ToldHouse> {
  const told = await openToldHouse(join(folder, `house-${seed}`))
  const done = join(folder, `house-${seed}.told`)
  if (existsSync(done)) return told
  await tellCompany(told, 'everything', { seed })
  await tellCompany(told, 'nothing', { seed, ...plain })
  writeFileSync(done, '')
  return told
}

/** Seeds `1-5`; absent = all. Sets a failing exit code where the rule is not met. */
export async function benchTruths(_times: number, seeds = `1-${SEEDS}`): Promise<void> {
  const [first = 1, last = first] = seeds.split('-').map(Number)
  mkdirSync(folder, { recursive: true })
  for (let seed = first; seed <= last; seed++) {
    const start = performance.now()
    const told = await openHouseOf(seed)
    const verdict: Verdict = {
      seed,
      ...judge(await askTruths(told.house, 'everything'), await askTruths(told.house, 'nothing', plainMonths)),
    }
    await told.close()
    writeFileSync(verdictFile(seed), JSON.stringify(verdict, null, 1))
    console.info(`seed ${seed}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  reportTruths()
}
