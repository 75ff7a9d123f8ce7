// Where a record stands in the system it was read from; null where that system has no page for it, or the account is not known.
import type { Connection } from '../store/tables/connections.ts'

type Place = Pick<Connection, 'address' | 'account'>
type Pages = {
  /** The site the pages stand on; null = not known. */
  site: (place: Place) => string | null
  /** By kind of record, the path before the id and after it. */
  paths: Readonly<Record<string, readonly [string, string?]>>
  /** Of ids that name a page; others, such as `mail-7`, are made by us. */
  ids: RegExp
}

const numbers = /^\d+$/
/** A server inside a company may have no certificate. */
const originOf = ({ address }: Place, protocols = ['https:']): string | null => {
  if (!URL.canParse(address)) return null
  const { origin, protocol } = new URL(address)
  return protocols.includes(protocol) ? origin : null
}

const amocrm: Pages = {
  site: (place) => originOf(place),
  ids: numbers,
  paths: { leads: ['/leads/detail/'], deals: ['/leads/detail/'], contacts: ['/contacts/detail/'], companies: ['/companies/detail/'] },
}

/** Tasks and calls open within the card they belong to: amoCRM, Bitrix24 and Pipedrive have no page of their own for them. */
const pages: Readonly<Record<string, Pages>> = {
  amocrm,
  kommo: amocrm,
  bitrix24: {
    site: (place) => originOf(place, ['https:', 'http:']),
    ids: numbers,
    paths: {
      leads: ['/crm/lead/details/', '/'],
      deals: ['/crm/deal/details/', '/'],
      contacts: ['/crm/contact/details/', '/'],
      companies: ['/crm/company/details/', '/'],
    },
  },
  pipedrive: {
    site: (place) => originOf(place),
    ids: /^[\da-f-]+$/i,
    paths: { leads: ['/leads/inbox/'], deals: ['/deal/'], contacts: ['/person/'], companies: ['/organization/'] },
  },
  hubspot: {
    // Its API has one address for all: the account is in the name the portal gave itself when it was connected.
    site: ({ account }) => {
      const portal = /^HubSpot (\d+)$/.exec(account ?? '')?.[1]
      return portal === undefined ? null : `https://app.hubspot.com/contacts/${portal}`
    },
    ids: numbers,
    paths: {
      leads: ['/record/0-136/'],
      deals: ['/record/0-3/'],
      contacts: ['/record/0-1/'],
      companies: ['/record/0-2/'],
      tasks: ['/record/0-27/'],
    },
  },
  salesforce: {
    // At the common door nobody knows whose records are meant.
    site: (place) => (/^https:\/\/(login|test)\.salesforce\.com/i.test(place.address) ? null : originOf(place)),
    ids: /^[a-z\d]{15}([a-z\d]{3})?$/i,
    paths: { leads: ['/'], deals: ['/'], contacts: ['/'], companies: ['/'], tasks: ['/'], touches: ['/'] },
  },
}

/** `id` is written source:id. */
export function recordUrl(
  connections: readonly Pick<Connection, 'source' | 'system' | 'address' | 'account'>[],
  kind: string,
  id: string,
): string | null {
  const at = id.indexOf(':')
  const connection = connections.find(({ source }) => source === id.slice(0, at))
  const known = pages[connection?.system ?? '']
  const path = known?.paths[kind]
  const own = id.slice(at + 1)
  if (connection === undefined || known === undefined || path === undefined || !known.ids.test(own)) return null
  const site = known.site(connection)
  return site === null ? null : `${site}${path[0]}${own}${path[1] ?? ''}`
}
