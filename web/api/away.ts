// Whether the server is away, and how old the oldest answer is that stands in for it. Looks for the server until it is back.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'

const lookMs = 3000
let since: string | null = null
const listeners = new Set<() => void>()

function set(next: string | null): void {
  if (since === next) return
  since = next
  for (const listener of listeners) listener()
}

/** An answer of this moment was shown because none could be had. */
export function noteAway(at: string): void {
  set(since === null || at < since ? at : since)
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const isThere = async () => {
  const [answered] = await Promise.allSettled([fetch('/api/health', { cache: 'no-store' })])
  return answered.status === 'fulfilled' && answered.value.status < 502
}

/** The moment of the oldest figure in sight while the server is away, else null. When it is back everything is asked again. */
export function useAway(): string | null {
  const client = useQueryClient()
  const away = useSyncExternalStore(listen, () => since)
  const isAway = away !== null
  useEffect(() => {
    if (!isAway) return
    const look = setInterval(async () => {
      if (!(await isThere())) return
      set(null)
      await client.invalidateQueries()
    }, lookMs)
    return () => clearInterval(look)
  }, [client, isAway])
  return away
}
