// Which settings were changed lately: why figures may have moved.
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ResourceOutput } from './contract.ts'
import { getJson, readWorkspace } from './http.ts'
import { useMay } from './session.ts'
import { settingsKey } from './use-settings.ts'

export function useSettingChanges(isAsked = true): UseQueryResult<ResourceOutput<'settingChanges'>> {
  const may = useMay()
  return useQuery({
    queryKey: [settingsKey, readWorkspace(), 'changes'],
    queryFn: ({ signal }) => getJson<ResourceOutput<'settingChanges'>>('/settings/changes', signal),
    enabled: isAsked && may('settingChanges'),
    staleTime: 60_000,
  })
}
