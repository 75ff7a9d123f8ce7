// Jobs that outlive a process: pg-boss in a schema of its own on the same server. One job of a name waits at a time, among all
// processes; the job of a process that died is given to another after a missed heartbeat. That one runs at a time is the caller's lock.
import { PgBoss } from 'pg-boss'
import type { Store } from './client.ts'

export type JobQueue = {
  /** `name` tells jobs apart; one that waits already stays the only one. `afterS`: not before so many seconds. */
  send(name: string, data: Readonly<Record<string, string | number>>, afterS?: number): Promise<void>
  close(): Promise<void>
}

type Work = {
  /** Of each job; its failure is the job's, which is tried again a little later. */
  onJob: (data: Readonly<Record<string, string | number>>) => Promise<void>
  /** Once a minute, in one of the processes. */
  onMinute: () => Promise<void>
  onError: (error: unknown) => void
}

const SCHEMA = 'rumb_jobs'
const TICK = 'minute'
const JOBS = 'source-syncs'
const HEARTBEAT_S = 30
const EXPIRE_S = 3600
const KEPT_S = 3600
const STOP_MS = 5000

export async function openJobQueue(store: Store, { onJob, onMinute, onError }: Work): Promise<JobQueue> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => store.send(text, values) },
    schema: SCHEMA,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    maintenanceIntervalSeconds: 3600,
    cronMonitorIntervalSeconds: 30,
    cronWorkerIntervalSeconds: 15,
    monitorVacuum: false,
    reindex: false,
  })
  boss.on('error', onError)
  await boss.start()
  const brief = { retentionSeconds: KEPT_S, deleteAfterSeconds: KEPT_S }
  await boss.createQueue(TICK, { ...brief, policy: 'exclusive', retryLimit: 0, expireInSeconds: 60 })
  await boss.createQueue(JOBS, {
    // TRICKY (pg-boss): its policies that keep one job running know of ended ones only a minute later.
    ...{ ...brief, policy: 'short', heartbeatSeconds: HEARTBEAT_S, expireInSeconds: EXPIRE_S },
    ...{ retryLimit: 3, retryDelay: 20 },
  })
  await boss.work(TICK, { pollingIntervalSeconds: 15 }, () => onMinute())
  await boss.work<Record<string, string | number>>(JOBS, { pollingIntervalSeconds: 3, localConcurrency: 2 }, async ([job]) => {
    if (job) await onJob(job.data)
  })
  await boss.schedule(TICK, '* * * * *')
  return {
    send: async (name, data, afterS = 0) => void (await boss.send(JOBS, data, { singletonKey: name, startAfter: afterS })),
    close: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  }
}
