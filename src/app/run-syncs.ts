// Runs the syncs of a server by the clock and as they are asked for: one of a source at a time among all processes, in parts, so that
// a long past of one source leaves room for others. Opened with the first connection: without one it costs nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import type { Clock } from '../sources/http-client.ts'
import { type JobQueue, openJobQueue } from '../store/job-queue.ts'
import { type Connection, findConnection, listRunning } from '../store/tables/connections.ts'
import { findWorkspace } from '../store/tables/workspaces.ts'
import type { House } from './open-house.ts'
import type { SyncRequest } from './sync-requests.ts'
import { syncPart } from './sync-source.ts'

type Outside = { now: () => Date; clock?: Clock; onWarning: (message: string) => void; onError: (error: unknown) => void }

export type Syncs = { close(): Promise<void> }

const PART_MS = 180_000
/** After so long it is tried again where another sync or import was in the way. */
const BUSY_S = 15
/** A source that fails is tried ever more seldom, up to so many turns apart. */
const PATIENCE_MAX = 16

/** Does it have to be synced by the clock? */
export function isDue({ startedAt, syncedAt, everyMinutes, failures }: Connection, now: Date): boolean {
  const last = Math.max(startedAt?.getTime() ?? 0, syncedAt?.getTime() ?? 0)
  const turns = Math.min(2 ** failures, PATIENCE_MAX)
  return now.getTime() - last >= turns * everyMinutes * 60_000
}

export async function runSyncs(house: House, outside: Outside): Promise<Syncs> {
  const { store } = house
  const closing = new AbortController()
  // A system may let us wait for minutes; a server that ends does not.
  const clock = outside.clock ?? { now: () => Date.now(), sleep: (ms: number) => sleep(ms, undefined, { signal: closing.signal }) }
  const isClosing = () => closing.signal.aborted
  let opening: Promise<JobQueue> | null = null
  let queue: JobQueue | null = null
  const opened = async () => {
    opening ??= openJobQueue(store, { onJob, onMinute, onError: outside.onError })
    queue = await opening
    return queue
  }
  /** Whoever asks is not refused for want of a queue: the clock comes round. */
  const ask = async ({ workspace, source }: SyncRequest, afterS = 0) => {
    const job = [`${workspace}:${source}`, { workspace, source }, afterS] as const
    const [sent] = await Promise.allSettled([opened().then((open) => open.send(...job))])
    if (sent.status === 'fulfilled') return
    if (queue === null) opening = null
    outside.onError(sent.reason)
  }
  const onMinute = async () => {
    for (const connection of await listRunning(store.db)) if (isDue(connection, outside.now())) await ask(connection)
  }
  const onJob = async (data: Readonly<Record<string, string | number>>) => {
    const request = { workspace: String(data.workspace), source: String(data.source) }
    const until = Date.now() + PART_MS
    const left = await runPart(house, request, { ...outside, clock, isEnough: () => isClosing() || Date.now() > until })
    if (left !== 'nothing' && !isClosing()) await ask(request, left === 'busy' ? BUSY_S : 0)
  }
  const deafen = house.syncs.listen((request) => ask(request))
  if ((await listRunning(store.db)).length > 0) await opened()
  return {
    close: async () => {
      closing.abort()
      deafen()
      await Promise.allSettled([opening])
      await queue?.close()
    },
  }
}

/** What is left to fetch now. Throws what nobody expected: the job is tried again. */
async function runPart(
  house: House,
  { workspace, source }: SyncRequest,
  outside: Outside & { clock: Clock; isEnough: () => boolean },
): Promise<'nothing' | 'more' | 'busy'> {
  const found = await findWorkspace(house.store.db, workspace)
  const connection = found === null ? null : await findConnection(house.store.db, found.num, source)
  if (connection === null || connection.pausedAt !== null) return 'nothing'
  const { now, clock, isEnough, onWarning, onError } = outside
  const call = { workspace, now: now(), isEnough, clock }
  const [done] = await Promise.allSettled([syncPart(house, call, { id: source })])
  if (done.status === 'fulfilled') return done.value.isWhole ? 'nothing' : 'more'
  if (!(done.reason instanceof AppError)) {
    if (!isAbort(done.reason)) onError(done.reason)
  } else if (done.reason.code === 'source_unavailable') {
    onWarning(`${source} of ${workspace}: ${done.reason.message}`)
    return 'nothing'
  } else if (done.reason.code === 'busy') return 'busy'
  throw done.reason
}

/** The server ended while the system let us wait: the job goes on with the next start. */
const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError'
