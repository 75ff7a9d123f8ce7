// Time until an installed clone answers the questions of its first page, on a data directory that has the demo company.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, report, residentBytes } from './data.ts'
import { ask, startServer } from './server.ts'

const rounds = 3
const port = '4690'

export async function benchStart(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'rumb-bench-start-'))
  const first = performance.now()
  const maker = await startServer(['demo', '--data', data, '--port', port])
  await ask(maker, '/api/query', { kpis: ['leads'] }, 'demo')
  report('first start with the demo company', { s: (performance.now() - first) / 1000 })
  await maker.stop()
  const times: number[] = []
  let memory = 0
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    const server = await startServer(['demo', '--data', data, '--port', port])
    await ask(server, '/api/query', { kpis: ['leads', 'revenue', 'win_rate'], compare: 'previous' }, 'demo')
    times.push((performance.now() - start) / 1000)
    memory = residentBytes(server.pid)
    await server.stop()
  }
  report('next starts', { 's (allowed 4)': median(times), 'resident MB': memory / 1e6 })
  rmSync(data, { recursive: true, force: true })
}
