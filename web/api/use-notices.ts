// What happened lately, and how much of it this reader has not seen. What was seen is kept in this browser, for each reader and company.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BriefAnswer, ResourceOutput } from './contract.ts'
import { getJson, readWorkspace } from './http.ts'
import { useMay, useSession } from './session.ts'
import { factsKey, useFacts } from './use-facts.ts'

export type Notice = Omit<ResourceOutput<'notices'>['notices'][number], 'kind'> & {
  kind: ResourceOutput<'notices'>['notices'][number]['kind'] | 'findings'
}

const againMs = 60_000
const seenMax = 200

/** What the reader has seen of a company, by the ids of the events. */
function useSeen(): [ReadonlySet<string>, (ids: readonly string[]) => void] {
  const reader = useSession().data?.user?.id ?? ''
  const key = `rumb.seen.${readWorkspace() ?? ''}.${reader}`
  const [marked, setMarked] = useState(0)
  const kept = (localStorage.getItem(key) ?? '').split('\n').filter(Boolean)
  const add = (ids: readonly string[]) => {
    localStorage.setItem(key, [...new Set([...kept, ...ids])].slice(-seenMax).join('\n'))
    setMarked(marked + 1)
  }
  return [new Set(kept), add]
}

/** Findings are those the Compass was told last: they are not worked out for the bell. */
function findingNotice(brief: BriefAnswer | undefined): Notice[] {
  if (!brief || brief.findings.length === 0) return []
  const ids = brief.findings.map(({ id }) => id).join(' ')
  return [
    {
      id: `findings ${brief.to} ${ids}`,
      kind: 'findings',
      at: `${brief.to}T00:00:00Z`,
      source: '',
      rows: brief.findings.length,
      quarantined: 0,
      error: null,
    },
  ]
}

export function useNotices(): { notices: Notice[]; unread: number; isOffered: boolean; see: () => void; isNew: (id: string) => boolean } {
  const isOffered = useMay()('notices')
  const [seen, add] = useSeen()
  const { data } = useQuery({
    queryKey: [factsKey, readWorkspace(), 'notices'],
    queryFn: ({ signal }) => getJson<ResourceOutput<'notices'>>('/notices', signal),
    enabled: isOffered,
    refetchInterval: againMs,
  })
  const brief = useFacts<BriefAnswer>('/brief', {}, false).data
  const notices = [...findingNotice(brief), ...(data?.notices ?? [])]
  const isNew = (id: string) => !seen.has(id)
  return { notices, unread: notices.filter(({ id }) => isNew(id)).length, isOffered, see: () => add(notices.map(({ id }) => id)), isNew }
}
