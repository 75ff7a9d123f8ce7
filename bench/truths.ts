// How often the planted truths of the demo company are found, over twenty seeds, and how often something is found where nothing is planted.
import { nothingPlanted, truths } from '../demo/truths.ts'
import { askTruths, leak, type TruthsFound } from '../test/demo/planted-house.ts'
import { openToldHouse } from '../test/shared/told-house.ts'

const SEEDS = 20

type Check = { name: string; holds: (found: TruthsFound) => boolean }
const covers = (cell: { low: number | null; high: number | null } | undefined, truth: number) =>
  cell !== undefined && (cell.low ?? -Infinity) <= truth && truth <= (cell.high ?? Infinity)

const found: Check[] = [
  {
    name: 'leaking stage is first',
    holds: ({ bottlenecks }) => bottlenecks.bottlenecks[0]?.stage.id === `${truths.leak.source}:${truths.leak.stage}`,
  },
  { name: 'product behind it', holds: ({ bottlenecks }) => bottlenecks.bottlenecks[0]?.causes[0]?.value === truths.leak.product },
  { name: 'last attempt worth making', holds: ({ persistence }) => persistence.stop_after === truths.attempts.stopAfter },
  { name: 'delay costs', holds: ({ speed }) => (speed.slope.high ?? 0) < 0 },
  { name: 'slope of delay', holds: ({ speed }) => covers(speed.slope, truths.responseDelay.perLnMinute) },
  ...truths.attempts.chance.map((chance, i) => ({
    name: `chance of attempt ${i + 1}`,
    holds: ({ persistence }: TruthsFound) => covers(persistence.attempts[i]?.chance, chance),
  })),
]

const falsely: Check[] = [
  {
    name: 'a worse product at the stage',
    holds: ({ bottlenecks }) => bottlenecks.bottlenecks.some(({ causes }) => causes.some(({ effect }) => effect < 0)),
  },
  { name: 'delay costs', holds: ({ speed }) => (speed.slope.high ?? 0) < 0 },
  { name: 'stop after some attempt', holds: ({ persistence }) => persistence.stop_after !== null },
]

export async function benchTruths(): Promise<void> {
  const told = await openToldHouse()
  const counts = new Map<string, number>()
  const note = (prefix: string, checks: readonly Check[], all: TruthsFound) => {
    for (const { name, holds } of checks) {
      const key = `${prefix}: ${name}`
      counts.set(key, (counts.get(key) ?? 0) + (holds(all) ? 1 : 0))
    }
  }
  for (let seed = 1; seed <= SEEDS; seed++) {
    note('planted', found, await askTruths(told, seed, { leak }))
    note('nothing planted', falsely, await askTruths(told, seed, nothingPlanted))
    console.info(`seed ${seed}`)
  }
  for (const [name, count] of counts) console.info(`${name}: ${count} of ${SEEDS}`)
  await told.close()
}
