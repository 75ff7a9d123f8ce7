// Scripts and materials of the company: read, tried on its calls while they are written, kept, taken away.
import { keepPreviousData, type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MaterialAsk, ScriptAsk, Scripts, ScriptTried } from './contract.ts'
import { deleteJson, getJson, postJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'

const scriptsKey = 'scripts'

export function useScripts(): UseQueryResult<Scripts> {
  return useQuery({ queryKey: [scriptsKey, readWorkspace()], queryFn: ({ signal }) => getJson<Scripts>('/scripts', signal) })
}

/** `parts`: steps and objections as JSON; null = there is nothing to listen for. */
export function useScriptTry(parts: string | null): UseQueryResult<ScriptTried> {
  return useQuery({
    queryKey: [scriptsKey, readWorkspace(), 'try', parts],
    queryFn: ({ signal }) => postJson<ScriptTried>('/scripts/tries', JSON.parse(parts ?? '{}'), signal),
    enabled: parts !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** A change of a script or a material; `remove` is an id. */
export type ScriptEdit =
  | { kind: 'scripts'; set: ScriptAsk }
  | { kind: 'materials'; set: MaterialAsk }
  | { kind: 'scripts' | 'materials'; remove: string }

export function useScriptEdit(): UseMutationResult<{ id?: string }, Error, ScriptEdit> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: ScriptEdit) =>
      'remove' in edit
        ? deleteJson<{ id?: string }>(`/${edit.kind}/${encodeURIComponent(edit.remove)}`)
        : postJson<{ id?: string }>(`/${edit.kind}`, edit.set),
    onSuccess: () => Promise.all([scriptsKey, factsKey].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}
