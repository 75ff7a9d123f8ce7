// `npm run bench -- NAME [--times N]`: runs one benchmark and prints its figures; `soak` takes --source, --deals and --factor.
import { parseArgs } from 'node:util'
import { benchAnalyses } from './analyses.ts'
import { benchAttribution } from './attribution.ts'
import { benchBrief } from './brief.ts'
import { benchCompass } from './compass.ts'
import { benchFollow } from './follow.ts'
import { benchImport } from './import.ts'
import { benchLifetime } from './lifetime.ts'
import { benchMemory } from './memory.ts'
import { benchPaint } from './paint.ts'
import { benchScreens } from './screens.ts'
import { benchSoak } from './soak.ts'
import { benchStart } from './start.ts'
import { benchTruths } from './truths.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '10' },
    seeds: { type: 'string' },
    source: { type: 'string' },
    deals: { type: 'string' },
    factor: { type: 'string' },
  },
})
const times = Number(values.times)
const benches: Readonly<Record<string, (times: number, seeds?: string) => Promise<void>>> = {
  import: benchImport,
  attribution: benchAttribution,
  compass: benchCompass,
  follow: benchFollow,
  lifetime: benchLifetime,
  memory: benchMemory,
  screens: benchScreens,
  start: benchStart,
  paint: benchPaint,
  analyses: benchAnalyses,
  truths: benchTruths,
  brief: benchBrief,
  soak: () => benchSoak(values),
}
/** Long ones, asked for by name only. */
const long = new Set(['truths', 'brief', 'soak'])
const names = positionals.length === 0 ? Object.keys(benches).filter((name) => !long.has(name)) : positionals
for (const name of names) {
  const bench = benches[name]
  if (bench === undefined) throw new Error(`there is no benchmark "${name}": ${Object.keys(benches).join(', ')}`)
  await bench(times, values.seeds)
}
process.exit()
