// Chooses the way: through the server that runs on the data directory, else by opening the directory itself.
import { findServer, type ServerRecord } from '../app/server-record.ts'
import type { Doorway, DoorwayOutside } from './doorway.ts'
import { openRemoteDoorway } from './remote-doorway.ts'

const knockMs = 5_000

export async function openDoorway(outside: DoorwayOutside): Promise<Doorway> {
  const server = findServer(outside.config.data)
  if (server && (await doesAnswer(server))) return openRemoteDoorway(server, outside)
  // Loaded only now: a command that asks a server needs no engine.
  const { openLocalDoorway } = await import('./local-doorway.ts')
  return openLocalDoorway(outside)
}

/** False only where nobody listens: a server that is slow to answer owns the directory all the same. */
async function doesAnswer({ url }: ServerRecord): Promise<boolean> {
  const knock = AbortSignal.timeout(knockMs)
  const [answered] = await Promise.allSettled([fetch(`${url}/api/health`, { signal: knock })])
  return answered.status === 'fulfilled' || knock.aborted
}
