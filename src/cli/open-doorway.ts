// Chooses the way: through the server that runs on the data directory, else by opening the directory itself.
import { findServer, type ServerRecord } from '../app/server-record.ts'
import type { Doorway, DoorwayOutside } from './doorway.ts'
import { openRemoteDoorway } from './remote-doorway.ts'

const knockMs = 2_000

export async function openDoorway(outside: DoorwayOutside): Promise<Doorway> {
  const server = findServer(outside.config.data)
  if (server && (await doesAnswer(server))) return openRemoteDoorway(server, outside)
  // Loaded only now: a command that asks a server needs no engine.
  const { openLocalDoorway } = await import('./local-doorway.ts')
  return openLocalDoorway(outside)
}

async function doesAnswer({ url }: ServerRecord): Promise<boolean> {
  const [answered] = await Promise.allSettled([fetch(`${url}/api/health`, { signal: AbortSignal.timeout(knockMs) })])
  return answered.status === 'fulfilled'
}
