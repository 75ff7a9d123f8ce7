// Where a lead or deal stands in the system it was read from; null where that is not known.
import type { Connection } from '../store/tables/connections.ts'

const paths: Readonly<Record<string, (kind: 'leads' | 'deals', id: string) => string>> = {
  amocrm: (_kind, id) => `/leads/detail/${id}`,
  kommo: (_kind, id) => `/leads/detail/${id}`,
  bitrix24: (kind, id) => `/crm/${kind === 'leads' ? 'lead' : 'deal'}/details/${id}/`,
  pipedrive: (kind, id) => (kind === 'leads' ? `/leads/inbox/${id}` : `/deal/${id}`),
  salesforce: (_kind, id) => `/${id}`,
}

/** `id` is written source:id. */
export function recordUrl(
  connections: readonly Pick<Connection, 'source' | 'system' | 'address'>[],
  kind: string,
  id: string,
): string | null {
  if (kind !== 'leads' && kind !== 'deals') return null
  const at = id.indexOf(':')
  const connection = connections.find(({ source }) => source === id.slice(0, at))
  const path = paths[connection?.system ?? '']
  if (connection === undefined || path === undefined || !URL.canParse(connection.address)) return null
  const { origin, protocol } = new URL(connection.address)
  return protocol === 'https:' ? origin + path(kind, encodeURIComponent(id.slice(at + 1))) : null
}
