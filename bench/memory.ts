// Resident memory of the processes after the load of a size and a round of questions.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataOf, report, residentBytes } from './data.ts'
import { ask, startServer } from './server.ts'

const root = join(import.meta.dirname, '..')

export async function benchMemory(times: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'rumb-bench-memory-'))
  const server = await startServer(['serve', '--data', data, '--port', '4691'])
  const load = spawnSync(
    process.execPath,
    [join(root, 'bin', 'rumb.mjs'), 'import', dataOf(times), '--source', 'crm', '--workspace', 'bench', '--data', data, '--format', 'json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (load.status !== 0 && load.status !== 1) throw new Error(`the import ended with ${load.status}`)
  await ask(
    server,
    '/api/query',
    { kpis: ['leads', 'revenue', 'win_rate', 'qualification_rate'], by: ['person'], compare: 'previous' },
    'bench',
  )
  await sleep(5000)
  report(`resident after the load, ${times}x`, { 'MB (allowed 900 at 10x)': residentBytes(server.pid) / 1e6 })
  await server.stop()
  rmSync(data, { recursive: true, force: true })
}
