// A process of an installation whose engines stand beside it: connects a source unless it is connected, and syncs it until a sync of
// its own came through. `node sync-owner.ts DATA CLICKHOUSE POSTGRES ADDRESS TOKEN REAL_MS SIMULATED_MS FACTOR`.
import { setTimeout as wait } from 'node:timers/promises'
import { connectSource } from '../../src/app/connect-source.ts'
import { openHouse } from '../../src/app/open-house.ts'
import { syncSource } from '../../src/app/sync-source.ts'
import { loadConfig } from '../../src/config.ts'
import { AppError } from '../../src/contract/errors.ts'

const [data = '', clickhouse = '', postgres = '', address = '', token = '', ...pace] = process.argv.slice(2)
const [realMs = 0, simulatedMs = 0, factor = 1] = pace.map(Number)
const clock = {
  now: () => simulatedMs + (Date.now() - realMs) * factor,
  sleep: (ms: number) => wait(Math.ceil(ms / factor)) as Promise<void>,
}
const house = await openHouse(loadConfig({ data }, { RUMB_CLICKHOUSE_URL: clickhouse, RUMB_POSTGRES_URL: postgres }))
const call = () => ({ workspace: 'synced', clock, now: new Date(clock.now()) })
if (token !== '') await connectSource(house, call(), { system: 'amocrm', source: 'crm', address, token })
process.send?.('open')
let parts = 0
for (let isDone = false; !isDone; ) {
  const onNews = () => {
    parts += 1
    process.send?.(`part ${parts}`)
  }
  const [synced] = await Promise.allSettled([syncSource(house, { ...call(), onNews }, { id: 'crm' })])
  isDone = synced.status === 'fulfilled'
  if (synced.status === 'fulfilled') process.send?.('done')
  else if (synced.reason instanceof AppError && synced.reason.code === 'busy') {
    process.send?.('busy')
    await wait(200)
  } else throw synced.reason
}
await house.close()
process.exit()
