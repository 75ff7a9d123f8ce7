// Asks for a sync soon: whoever runs the syncs of this process hears it. Holds nothing.

export type SyncRequest = { workspace: string; source: string }

export type SyncRequests = {
  /** False: nobody runs syncs here. */
  ask(request: SyncRequest): Promise<boolean>
  /** Returns the way to stop listening. */
  listen(listener: (request: SyncRequest) => Promise<void>): () => void
}

export function openSyncRequests(): SyncRequests {
  let listener: ((request: SyncRequest) => Promise<void>) | null = null
  return {
    ask: async (request) => {
      if (listener === null) return false
      await listener(request)
      return true
    },
    listen: (mine) => {
      listener = mine
      return () => {
        listener = null
      }
    },
  }
}
