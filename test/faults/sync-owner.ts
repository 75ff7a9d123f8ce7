// A process of the program that syncs when it is told to, and may be killed at any moment: `node sync-owner.ts DATA CLICKHOUSE_URL
// POSTGRES_URL`. Its clock is that of whoever started it: a wait is told to it and takes no time.
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { openHouse } from '../../src/app/open-house.ts'
import { syncSource } from '../../src/app/sync-source.ts'
import { loadConfig } from '../../src/config.ts'
import { AppError } from '../../src/contract/errors.ts'

/** `nowMs`: its clock at the moment. */
export type Order = { nowMs: number; isOrder: boolean }
export type News = { ready: true } | { sleepMs: number } | { since: string } | { busy: true } | { accepted: number }

const [data = '', clickhouseUrl = '', postgresUrl = ''] = process.argv.slice(2)
const say = (news: News) => process.send?.(news)
let aheadMs = 0
const clock = {
  now: () => Date.now() + aheadMs,
  sleep: async (ms: number) => {
    say({ sleepMs: ms })
    await once(process, 'message')
  },
}

const house = await openHouse({ ...loadConfig({ data }, {}), clickhouseUrl, postgresUrl })

/** Until nobody else syncs any more. */
async function sync(): Promise<void> {
  const onNews = ({ step }: { step: string }) => void say({ since: step })
  const [done] = await Promise.allSettled([
    syncSource(house, { workspace: 'synced', clock, now: new Date(clock.now()), onNews }, { id: 'crm' }),
  ])
  if (done.status === 'fulfilled') return void say({ accepted: done.value.accepted })
  if (!(done.reason instanceof AppError) || done.reason.code !== 'busy') throw done.reason
  say({ busy: true })
  await wait(100)
  return sync()
}

process.on('message', ({ nowMs, isOrder }: Order) => {
  aheadMs = nowMs - Date.now()
  if (isOrder) void sync()
})
say({ ready: true })
