// How many leads a rule of the ideal customer takes in while it is written.
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { CustomerRule, ResourceOutput } from './contract.ts'
import { postJson, readWorkspace } from './http.ts'
import { factsKey } from './use-facts.ts'

export function useCustomerTry(rule: CustomerRule | null): UseQueryResult<ResourceOutput<'customerRuleTry'>> {
  return useQuery({
    queryKey: [factsKey, readWorkspace(), 'ideal-customer', rule],
    queryFn: ({ signal }) => postJson<ResourceOutput<'customerRuleTry'>>('/ideal-customer/tries', { rule }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}
