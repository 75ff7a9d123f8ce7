// A file on its way in: sent, looked at, tried by a mapping, imported. `to` is the company it goes into; one that is new is made.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImportAnswer, ImportNews, Uploaded, UploadProposal, UploadTried } from './contract.ts'
import { patchJson, postFile, postJson, postLines, readWorkspace } from './http.ts'
import { useSession } from './session.ts'
import { factsKey } from './use-facts.ts'

/** The company a first file makes beside the demo one. */
const firstCompany = 'main'

/** Where what is brought goes: the demo company takes in nothing. */
export function useOwnCompany(): { into: string; isNew: boolean; isDemo: boolean } {
  const { data: session } = useSession()
  const opened = session?.workspaces.find(({ id }) => id === readWorkspace())
  const into = opened === undefined || opened.demo ? firstCompany : opened.id
  return { into, isNew: session !== undefined && !session.workspaces.some(({ id }) => id === into), isDemo: opened?.demo === true }
}

export function useUpload(to: string): UseMutationResult<Uploaded, Error, File> {
  return useMutation({ mutationFn: (file: File) => postFile<Uploaded>(`/uploads?name=${encodeURIComponent(file.name)}`, file, to) })
}

export type ProposalAsk = { upload: string; sheet: string | null; kind: string | null }

export function useProposal({ upload, sheet, kind }: ProposalAsk, to: string): UseQueryResult<UploadProposal> {
  return useQuery({
    queryKey: ['upload', upload, sheet, kind],
    queryFn: ({ signal }) =>
      postJson<UploadProposal>(`/uploads/${upload}/proposals`, { ...(sheet ? { sheet } : {}), ...(kind ? { kind } : {}) }, signal, to),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

export type Take = { upload: string; source: string; mapping: object | null }

export function useTry(to: string): UseMutationResult<UploadTried, Error, Take> {
  return useMutation({
    mutationFn: ({ upload, ...take }: Take) => postJson<UploadTried>(`/uploads/${upload}/tries`, take, undefined, to),
  })
}

type Importing = { news: ImportNews | null; run: UseMutationResult<ImportAnswer, Error, Take> }

/** `settings`: of a company that the file makes. */
export function useImport(to: string, settings: Readonly<Record<string, string>> | null): Importing {
  const client = useQueryClient()
  const [news, setNews] = useState<ImportNews | null>(null)
  const run = useMutation({
    mutationFn: async ({ upload, ...take }: Take) => {
      if (settings !== null) await patchJson('/settings', settings, to)
      return postLines<ImportAnswer, ImportNews>(`/uploads/${upload}/imports`, take, setNews, to)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [factsKey] }),
  })
  return { news, run }
}
