// Keeps open pages true: when the server says that facts or settings changed, every analysis is asked again.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { readWorkspace } from './http.ts'
import { useMay } from './session.ts'
import { factsKey } from './use-facts.ts'
import { catalogueKey } from './use-kpis.ts'
import { settingsKey } from './use-settings.ts'

/** The first news is followed at once, what comes so soon after it together. */
const gatherMs = 400

export function useLive(): void {
  const client = useQueryClient()
  const isOpen = useMay()('live')
  useEffect(() => {
    if (!isOpen) return
    const workspace = readWorkspace()
    const stream = new EventSource(workspace ? `/api/live?workspace=${encodeURIComponent(workspace)}` : '/api/live')
    let waiting: ReturnType<typeof setTimeout> | undefined
    let last = Number.NEGATIVE_INFINITY
    const refresh = () => {
      waiting = undefined
      last = performance.now()
      for (const key of [factsKey, settingsKey]) void client.invalidateQueries({ queryKey: [key] })
      // What had not come yet may have come now.
      const catalogue = client.getQueryData<CatalogueEntry[]>(catalogueKey)
      if (catalogue?.some(({ unmet }) => unmet.length > 0)) void client.invalidateQueries({ queryKey: catalogueKey })
    }
    stream.addEventListener('facts', () => {
      if (waiting !== undefined) return
      const wait = last + gatherMs - performance.now()
      if (wait <= 0) refresh()
      else waiting = setTimeout(refresh, wait)
    })
    return () => {
      clearTimeout(waiting)
      stream.close()
    }
  }, [client, isOpen])
}
